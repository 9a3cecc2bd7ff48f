// What this client knows of its chats: rows, entries by seq, members, cursors that only grow. Frames in, state out; no I/O.

import { applyChange } from './changes.js';
import { grow, joinCursors, raiseCursor } from './cursors.js';

/** Server ids are 64-bit: compared as integers, never as text. */
export function isNewer(msgId, than) {
  return than === undefined || BigInt(msgId) > BigInt(than);
}

const UNREAD_MAX = 1_000;
const ENTRIES_MAX = 5_000;
const NAMES_MAX = 3;

export class ChatStore {
  #chats = new Map();
  #userId;

  constructor(userId) {
    this.#userId = userId;
  }

  /**
   * The chats this user is in, and those that it left (`member` is false); without those that only an entry or a receipt
   * named so far.
   */
  list() {
    return [...this.#chats.values()].filter((chat) => chat.version >= 0);
  }

  get(chatId) {
    return this.#chats.get(chatId);
  }

  /** A row of CHATS or the body of CHAT. */
  onRow(row) {
    const chat = this.#chat(row.chat_id);
    chat.kind = row.kind;
    if ((row.version ?? 0) >= chat.version) {
      this.#onRowVersion(chat, row);
    }
    grow(chat, 'lastSeq', row.last_seq);
    grow(chat, 'deliveredSeq', row.delivered_seq);
    grow(chat, 'peersDeliveredSeq', row.peers_delivered_seq);
    grow(chat, 'peersReadSeq', row.peers_read_seq);
    this.#countRow(chat, row);
    if (row.last_message) {
      this.#preview(chat, row.last_message);
    }
    return chat;
  }

  /** Introduces a chat. Of one that is known only entries and rows tell whether this user is in it. */
  onCreated(frame, now) {
    const isNew = !this.#chats.has(frame.chat_id);
    const chat = this.#chat(frame.chat_id);
    const version = frame.version ?? 0;
    chat.kind = frame.kind;
    if (isNew) {
      chat.activity = now ?? 0;
    }
    if (chat.version < 0) {
      chat.role = version === 0 && frame.created_by === this.#userId ? 'admin' : 'member';
    }
    const members = (frame.participants ?? []).map((each) => each.user_id ?? each);
    if (version >= chat.version) {
      const peer = members.find((id) => id !== this.#userId);
      chat.names = members;
      this.#onVersion(chat, version, frame.participants_count);
      this.#name(chat, frame.title, frame.kind === 'direct' ? peer : undefined);
    }
    return chat;
  }

  /** The whole of CHAT: its head, and the participants of all its pages. */
  onMembers(head, participants) {
    const chat = this.onRow(head);
    chat.roles = new Map(participants.map((each) => [each.user_id, each.role]));
    chat.isStale = false;
    for (const user of [...chat.cursors.keys()].filter((each) => !chat.roles.has(each))) {
      chat.cursors.delete(user);
    }
    participants.filter((each) => each.user_id !== this.#userId)
      .forEach((each) => raiseCursor(chat, each.user_id, each.delivered_seq ?? 0, each.read_seq ?? 0));
    this.#name(chat, chat.givenTitle, chat.peerId);
    joinCursors(chat, this.#userId);
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
    this.#change(chat, frame);
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
    if (chat.roles?.has(frame.user_id) ?? true) {
      raiseCursor(chat, frame.user_id, frame.seq, frame.status === 'READ' ? frame.seq : 0);
      joinCursors(chat, this.#userId);
    }
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
    for (const entry of [...frame.messages].sort((a, b) => a.seq - b.seq)) {
      this.#insert(chat, entry);
      grow(chat, 'lastSeq', entry.seq);
      this.#preview(chat, entry);
      this.#change(chat, entry);
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
      chat = { chatId, title: chatId, givenTitle: '', names: [], kind: 'direct', member: true, memberSeq: 0, role: 'member',
        roles: undefined, joined: new Map(), isStale: false, version: -1, activity: 0, lastSeq: 0, deliveredSeq: 0,
        readSeq: 0, peersDeliveredSeq: 0, peersReadSeq: 0, cursors: new Map(), unread: 0, countedSeq: 0, entries: [],
        askedGaps: new Set(), hasOlder: true, isLoaded: false, participantsCount: 2 };
      this.#chats.set(chatId, chat);
    }
    return chat;
  }

  #onRowVersion(chat, row) {
    chat.member = row.member !== false;
    chat.memberSeq = Math.max(chat.memberSeq, row.last_seq ?? 0);
    chat.role = row.role ?? chat.role;
    this.#onVersion(chat, row.version ?? 0, row.participants_count);
    this.#name(chat, row.title, row.peer_id);
  }

  /** Members that were read at an older version are not all of now. */
  #onVersion(chat, version, participantsCount) {
    chat.isStale ||= chat.roles !== undefined && version > chat.version;
    chat.version = version;
    chat.participantsCount = participantsCount ?? chat.participantsCount;
  }

  #name(chat, title, peerId) {
    chat.peerId = peerId ?? chat.peerId;
    chat.givenTitle = title ?? '';
    chat.title = chat.givenTitle || chat.peerId || this.#namedAfterMembers(chat);
  }

  /** A group may have no title. */
  #namedAfterMembers(chat) {
    const members = chat.roles === undefined ? chat.names : [...chat.roles.keys()];
    const others = members.filter((id) => id !== this.#userId).slice(0, NAMES_MAX);
    return others.length > 0 ? others.join(', ') : `Group of ${chat.participantsCount}`;
  }

  #change(chat, frame) {
    if (frame.type === 'CHAT_UPDATED') {
      applyChange(chat, frame, this.#userId);
      if (chat.version >= 0) {
        this.#name(chat, chat.givenTitle, chat.peerId);
      }
      if (chat.roles !== undefined) {
        joinCursors(chat, this.#userId);
      }
    }
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
