// What this client knows of its chats: rows, entries by seq, cursors that only grow. Frames in, state out; no I/O.

/** Server ids are 64-bit: compared as integers, never as text. */
export function isNewer(msgId, than) {
  return than === undefined || BigInt(msgId) > BigInt(than);
}

const UNREAD_MAX = 1_000;
const ENTRIES_MAX = 5_000;

/** @returns {boolean} whether the field rose */
function grow(chat, field, value) {
  if (typeof value === 'number' && value > (chat[field] ?? 0)) {
    chat[field] = value;
    return true;
  }
  return false;
}

export class ChatStore {
  #chats = new Map();
  #userId;

  constructor(userId) {
    this.#userId = userId;
  }

  /** The chats this user is in, latest activity first; without those that only an entry or a receipt named so far. */
  list() {
    return [...this.#chats.values()].filter((chat) => chat.member && chat.version >= 0).sort((a, b) => b.activity - a.activity);
  }

  get(chatId) {
    return this.#chats.get(chatId);
  }

  /** A row of CHATS or the body of CHAT. */
  onRow(row) {
    const chat = this.#chat(row.chat_id);
    chat.kind = row.kind;
    chat.member = row.member !== false;
    this.#name(chat, row.version ?? 0, row.title, row.peer_id);
    grow(chat, 'lastSeq', row.last_seq);
    grow(chat, 'deliveredSeq', row.delivered_seq);
    grow(chat, 'peersDeliveredSeq', row.peers_delivered_seq);
    grow(chat, 'peersReadSeq', row.peers_read_seq);
    this.#countRow(chat, row);
    chat.participantsCount = row.participants_count ?? chat.participantsCount;
    if (row.last_message) {
      this.#preview(chat, row.last_message);
    }
    return chat;
  }

  onCreated(frame, now) {
    const isNew = !this.#chats.has(frame.chat_id);
    const chat = this.#chat(frame.chat_id);
    chat.kind = frame.kind;
    chat.member = true;
    chat.participantsCount = frame.participants_count ?? chat.participantsCount;
    if (isNew) {
      chat.activity = now ?? 0;
    }
    const peer = (frame.participants ?? []).map((each) => each.user_id ?? each).find((id) => id !== this.#userId);
    this.#name(chat, frame.version ?? 0, frame.title, frame.kind === 'direct' ? peer : undefined);
    return chat;
  }

  /**
   * Something with chat_id, msg_id and seq: a message, a change, or what a later version may send.
   * @returns {boolean} whether it is new here
   */
  onEntry(frame) {
    const chat = this.#chat(frame.chat_id);
    const isNew = this.#insert(chat, frame);
    grow(chat, 'lastSeq', frame.seq);
    this.#preview(chat, frame);
    if (frame.seq > chat.countedSeq) {
      chat.countedSeq = frame.seq;
      chat.unread = Math.min(UNREAD_MAX, chat.unread + (frame.seq > chat.readSeq && this.#isOthers(frame) ? 1 : 0));
    }
    if (chat.entries.length > ENTRIES_MAX) {
      this.#forget(chat, chat.entries.length - ENTRIES_MAX / 2);
    }
    return isNew;
  }

  /** The SENT answer to a message of this device. */
  onSent(chatId, text, frame) {
    const entry = { type: 'RECEIVE_MESSAGE', chat_id: chatId, msg_id: frame.msg_id, seq: frame.seq, ts: frame.ts,
      client_msg_id: frame.client_msg_id, sender_id: this.#userId, text };
    return this.onEntry(entry);
  }

  /** A receipt: of a peer, or this user's own from another device. Only ever raises a cursor. */
  onReceipt(frame) {
    if (frame.status !== 'DELIVERED' && frame.status !== 'READ') {
      return; // of a later version
    }
    const chat = this.#chat(frame.chat_id);
    if (frame.user_id === this.#userId) {
      grow(chat, 'deliveredSeq', frame.seq);
      if (frame.status === 'READ') {
        this.onRead(frame.chat_id, frame.seq);
      }
      return;
    }
    const cursor = chat.cursors.get(frame.user_id) ?? { delivered: 0, read: 0 };
    cursor.delivered = Math.max(cursor.delivered, frame.seq);
    cursor.read = Math.max(cursor.read, frame.status === 'READ' ? frame.seq : 0);
    chat.cursors.set(frame.user_id, cursor);
    this.#joinCursors(chat);
  }

  /** This user has read up to a seq, here. */
  onRead(chatId, seq) {
    const chat = this.#chat(chatId);
    if (grow(chat, 'readSeq', seq)) {
      this.#recount(chat);
    }
  }

  /** A page of history. `isOlder`: asked backwards, so that its `more` tells whether there is something before. */
  onPage(frame, isOlder) {
    const chat = this.#chat(frame.chat_id);
    for (const entry of frame.messages) {
      this.#insert(chat, entry);
      grow(chat, 'lastSeq', entry.seq);
      this.#preview(chat, entry);
    }
    if (isOlder) {
      chat.hasOlder = frame.more && frame.messages.length > 0;
      chat.isLoaded = true;
    }
  }

  /** What is before a seq leaves memory; history has it. */
  forgetBefore(chatId, seq) {
    const chat = this.#chat(chatId);
    const kept = chat.entries.findIndex((entry) => entry.seq >= seq);
    this.#forget(chat, kept < 0 ? chat.entries.length : kept);
  }

  /**
   * Where entries are missing between those that are here: own sends of this device, times as non-member, what expired,
   * or what a lost socket swallowed. Each gap is told once.
   * @returns {{after: number, before: number}|undefined} the seqs around it
   */
  takeGap(chatId) {
    const chat = this.#chat(chatId);
    for (let i = 1; i < chat.entries.length; i++) {
      const after = chat.entries[i - 1].seq;
      if (chat.entries[i].seq > after + 1 && !chat.askedGaps.has(after)) {
        chat.askedGaps.add(after);
        return { after, before: chat.entries[i].seq };
      }
    }
    return undefined;
  }

  #chat(chatId) {
    let chat = this.#chats.get(chatId);
    if (chat === undefined) {
      chat = { chatId, title: chatId, kind: 'direct', member: true, version: -1, activity: 0, lastSeq: 0, deliveredSeq: 0,
        readSeq: 0, peersDeliveredSeq: 0, peersReadSeq: 0, cursors: new Map(), unread: 0, countedSeq: 0, entries: [],
        askedGaps: new Set(), hasOlder: true, isLoaded: false, participantsCount: 2 };
      this.#chats.set(chatId, chat);
    }
    return chat;
  }

  #name(chat, version, title, peerId) {
    if (version < chat.version) {
      return;
    }
    chat.version = version;
    chat.peerId = peerId ?? chat.peerId;
    chat.title = title || chat.peerId || chat.title;
  }

  #insert(chat, frame) {
    const entries = chat.entries;
    let at = entries.length;
    while (at > 0 && entries[at - 1].seq > frame.seq) {
      at--;
    }
    if (at > 0 && entries[at - 1].seq === frame.seq) {
      return false;
    }
    entries.splice(at, 0, frame);
    return true;
  }

  #preview(chat, frame) {
    if (isNewer(frame.msg_id, chat.lastMessage?.msg_id)) {
      chat.lastMessage = frame;
      chat.activity = Math.max(chat.activity, frame.ts ?? 0);
    }
  }

  /** The server's count holds at the row's last_seq; entries that were counted here since, or read here, outdo it. */
  #countRow(chat, row) {
    const readSeq = row.read_seq ?? 0;
    if (row.last_seq >= chat.countedSeq && readSeq >= chat.readSeq) {
      chat.unread = row.unread ?? 0;
      chat.countedSeq = row.last_seq;
      chat.readSeq = readSeq;
    } else {
      this.onRead(row.chat_id, readSeq);
    }
  }

  /** Exact where all entries above the mark are here, else not more than there can be. */
  #recount(chat) {
    const above = chat.entries.filter((entry) => entry.seq > chat.readSeq);
    const isWhole = above.length === chat.lastSeq - chat.readSeq;
    const most = isWhole ? above.filter((entry) => this.#isOthers(entry)).length : chat.lastSeq - chat.readSeq;
    chat.unread = Math.min(chat.unread, Math.max(0, most));
  }

  /** In a direct chat the peer's cursor; in a group what all others have reached, once all were heard of. */
  #joinCursors(chat) {
    const cursors = [...chat.cursors.values()];
    if (cursors.length >= chat.participantsCount - 1) {
      grow(chat, 'peersDeliveredSeq', Math.min(...cursors.map((cursor) => cursor.delivered)));
      grow(chat, 'peersReadSeq', Math.min(...cursors.map((cursor) => cursor.read)));
    }
  }

  #forget(chat, count) {
    if (count > 0) {
      chat.entries.splice(0, count);
      chat.hasOlder = true;
    }
  }

  #isOthers(frame) {
    return frame.type === 'RECEIVE_MESSAGE' && frame.sender_id !== this.#userId;
  }
}
