// What this client knows of its chats: rows, entries by seq, cursors that only grow. Frames in, state out; no I/O.

/** Server ids are 64-bit: compared as integers, never as text. */
export function isNewer(msgId, than) {
  return than === undefined || BigInt(msgId) > BigInt(than);
}

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

  /** The chats this user is in, latest activity first. */
  list() {
    return [...this.#chats.values()].filter((chat) => chat.member).sort((a, b) => b.activity - a.activity);
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
    grow(chat, 'readSeq', row.read_seq);
    grow(chat, 'peersDeliveredSeq', row.peers_delivered_seq);
    grow(chat, 'peersReadSeq', row.peers_read_seq);
    if (row.last_seq >= chat.lastSeq) {
      chat.unread = row.unread ?? 0;
    }
    if (row.last_message) {
      this.#preview(chat, row.last_message);
    }
    return chat;
  }

  onCreated(frame) {
    const chat = this.#chat(frame.chat_id);
    chat.kind = frame.kind;
    chat.member = true;
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
    if (isNew && frame.seq > (chat.readSeq ?? 0) && this.#isOthers(frame)) {
      chat.unread = Math.min(1_000, (chat.unread ?? 0) + 1);
    }
    return isNew;
  }

  /** The SENT answer to a message of this device. */
  onSent(chatId, text, frame) {
    const entry = { type: 'RECEIVE_MESSAGE', chat_id: chatId, msg_id: frame.msg_id, seq: frame.seq, ts: frame.ts,
      client_msg_id: frame.client_msg_id, sender_id: this.#userId, text };
    return this.onEntry(entry);
  }

  /** A receipt: of a peer, or this user's own from another device. */
  onReceipt(frame) {
    const chat = this.#chat(frame.chat_id);
    const isOwn = frame.user_id === this.#userId;
    grow(chat, isOwn ? 'deliveredSeq' : 'peersDeliveredSeq', frame.seq);
    if (frame.status === 'READ' && grow(chat, isOwn ? 'readSeq' : 'peersReadSeq', frame.seq) && isOwn) {
      this.#recount(chat);
    }
    return chat;
  }

  /** This user has read up to a seq, here. */
  onRead(chatId, seq) {
    const chat = this.#chat(chatId);
    if (grow(chat, 'readSeq', seq)) {
      this.#recount(chat);
    }
  }

  /** A page of history; `before` is the bound it was asked with, undefined for the newest page. */
  onPage(frame, before) {
    const chat = this.#chat(frame.chat_id);
    for (const entry of frame.messages) {
      this.#insert(chat, entry);
      grow(chat, 'lastSeq', entry.seq);
    }
    if (before !== null) {
      chat.hasOlder = frame.more;
      chat.isLoaded = true;
    }
    return chat;
  }

  /**
   * Where entries are missing between those that are here: own sends of this device, times as non-member, what expired,
   * or what a lost socket swallowed. Each gap is told once.
   * @returns {number|undefined} ask HISTORY after this seq
   */
  takeGap(chatId) {
    const chat = this.#chat(chatId);
    for (let i = 1; i < chat.entries.length; i++) {
      const after = chat.entries[i - 1].seq;
      if (chat.entries[i].seq > after + 1 && !chat.askedGaps.has(after)) {
        chat.askedGaps.add(after);
        return after;
      }
    }
    return undefined;
  }

  #chat(chatId) {
    let chat = this.#chats.get(chatId);
    if (chat === undefined) {
      chat = { chatId, kind: 'direct', member: true, version: -1, activity: 0, lastSeq: 0, readSeq: 0, unread: 0,
        entries: [], askedGaps: new Set(), hasOlder: true, isLoaded: false };
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
    chat.title = title || chat.peerId || chat.title || chat.chatId;
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

  #recount(chat) {
    const known = chat.entries.filter((entry) => entry.seq > chat.readSeq && this.#isOthers(entry)).length;
    chat.unread = Math.min(chat.unread ?? 0, known);
  }

  #isOthers(frame) {
    return frame.type === 'RECEIVE_MESSAGE' && frame.sender_id !== this.#userId;
  }
}
