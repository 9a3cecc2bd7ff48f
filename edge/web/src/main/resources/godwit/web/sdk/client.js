// A user's device: keeps its chats true over lost connections, sends each message once, acknowledges what it stores.

import { ChatStore } from './chat-store.js';
import { Connection } from './connection.js';
import { Outbox } from './outbox.js';
import { Receipts } from './receipts.js';
import { Requests } from './requests.js';
import { utf8Length, uuid, wellFormed } from './text.js';

const PAGE = 50;
const PAGE_MAX = 100;
const GAP_MAX = 300;

/** An event with a detail. */
class ClientEvent extends Event {
  constructor(type, detail) {
    super(type);
    this.detail = detail;
  }
}

/**
 * Events: 'state' (detail: {state, reason, retryAt}), 'chats' (something in the list changed), 'chat' (detail: chatId),
 * 'message' (detail: the entry, pushed by the server and new here).
 */
export class GodwitClient extends EventTarget {
  #connection;
  #requests;
  #receipts = new Receipts();
  #outbox;
  #store;
  #userId;
  #now;
  #newId;
  #asOf;
  #connections = 0;
  #limits = {};

  /**
   * @param {{url: string, userId: string, deviceId: string, token: () => Promise<string>,
   *   keep?: {load(): object[], save(entries: object[]): void}, now?: () => number, random?: () => number,
   *   uuid?: () => string, WebSocket?: typeof WebSocket}} options keep: where unanswered messages survive a reload
   */
  constructor(options) {
    super();
    this.#userId = options.userId;
    this.#now = options.now ?? Date.now;
    this.#newId = options.uuid ?? uuid;
    this.#store = new ChatStore(options.userId);
    this.#outbox = new Outbox(options.keep?.load() ?? [], options.keep?.save);
    this.#requests = new Requests((frame) => this.#connection.send(frame));
    this.#connection = new Connection(options, {
      onConnected: (frame) => this.#onConnected(frame),
      onFrame: (frame) => this.#onFrame(frame),
      onState: (state, reason, retryAt) => this.#emit('state', { state, reason, retryAt }),
    });
  }

  start() {
    this.#connection.start();
  }

  stop() {
    this.#connection.stop();
  }

  /** The network or the page came back. */
  wake() {
    this.#connection.wake();
  }

  /** To be called some times a second, also while the page is hidden. */
  onTick() {
    this.#connection.onTick();
    this.#requests.onTick(this.#now());
    this.#outbox.onTick(this.#now());
    this.#flush();
  }

  /** Chats this user is in, latest activity first. */
  chats() {
    return this.#store.list();
  }

  chat(chatId) {
    return this.#store.get(chatId);
  }

  /** What the server said about sizes; empty before the first connection. */
  get limits() {
    return this.#limits;
  }

  /** Messages of this device that have no answer yet, in the order of sending: they stand last. */
  pending(chatId) {
    const newest = this.#store.get(chatId)?.entries.slice(-PAGE) ?? [];
    const arrived = new Set(newest.filter((entry) => entry.sender_id === this.#userId).map((entry) => entry.client_msg_id));
    return this.#outbox.ofChat(chatId).filter((entry) => !arrived.has(entry.msgId));
  }

  /** @returns {Promise<string>} the id of the one direct chat with that user */
  async createDirect(userId) {
    const frame = await this.#ask({ type: 'CREATE_CHAT', participant_ids: [userId] });
    this.#store.onCreated(frame, this.#now());
    this.#changed(frame.chat_id);
    return frame.chat_id;
  }

  /**
   * @returns {string} the idempotency key
   * @throws {OutboxFullError}
   */
  send(chatId, text) {
    const msgId = this.#newId();
    this.#outbox.add(chatId, msgId, wellFormed(text), this.#now());
    this.#flush();
    this.#changed(chatId);
    return msgId;
  }

  /** A failed message goes away; one that is under way can't be called back. */
  discard(chatId, msgId) {
    const entry = this.#outbox.ofChat(chatId).find((each) => each.msgId === msgId && each.failure !== undefined);
    if (entry !== undefined) {
      this.#outbox.remove(msgId);
      this.#changed(chatId);
    }
    return entry;
  }

  /** A failed message is sent as a new one. */
  retry(chatId, msgId) {
    const entry = this.discard(chatId, msgId);
    return entry === undefined ? undefined : this.send(chatId, entry.text);
  }

  /** The user has the newest entry of the chat before the eyes. */
  read(chatId) {
    const chat = this.#store.get(chatId);
    const newest = chat?.entries.findLast((entry) => entry.sender_id !== this.#userId);
    if (newest !== undefined && newest.seq > chat.readSeq) {
      this.#store.onRead(chatId, newest.seq);
      this.#receipts.onRead(chatId, newest.msg_id);
      this.#flush();
      this.#changed(chatId);
    }
  }

  /** Loads the newest page, the first time. */
  async open(chatId) {
    if (!this.#store.get(chatId)?.isLoaded) {
      await this.#page(chatId, undefined);
    }
  }

  /** Loads the page before the oldest entry. @returns {Promise<boolean>} whether there was one to load */
  async loadOlder(chatId) {
    const chat = this.#store.get(chatId);
    if (!chat?.isLoaded || !chat.hasOlder || chat.entries.length === 0) {
      return false;
    }
    await this.#page(chatId, chat.entries[0].seq);
    return true;
  }

  async #page(chatId, before) {
    const frame = await this.#ask({ type: 'HISTORY', chat_id: chatId, before_seq: before, limit: PAGE });
    this.#store.onPage(frame, true);
    this.#closeGap(chatId);
    this.#changed(chatId);
  }

  #onConnected(frame) {
    this.#connections++;
    this.#limits = frame.limits ?? {};
    this.#outbox.onConnected(this.#limits.in_flight ?? 1);
    this.#receipts.onConnected();
    this.#flush();
    this.#requests.onConnected(this.#now());
    this.#repair(frame.resumed === false, this.#connections).catch(() => {}); // refused: the live stream still works
  }

  /** Whatever receipt, read mark or row was lost with a socket; and entries, if the inbox may lack some. */
  async #repair(isLossy, connection) {
    let cursor;
    let asOf;
    do {
      const page = await this.#ask({ type: 'LIST_CHATS', since: this.#asOf, cursor, limit: PAGE_MAX });
      if (connection !== this.#connections) {
        return; // the next connection repairs, from the same since
      }
      asOf ??= page.as_of;
      cursor = page.next;
      page.chats.forEach((row) => this.#repairRow(row, isLossy));
    } while (cursor !== undefined && cursor !== null);
    this.#asOf = asOf;
    this.#emit('chats');
  }

  #repairRow(row, isLossy) {
    const newest = this.#store.get(row.chat_id)?.entries.at(-1)?.seq;
    this.#store.onRow(row);
    if (isLossy && newest !== undefined && row.last_seq > newest) {
      this.#fill(row.chat_id, newest, row.last_seq);
    }
    this.#emit('chat', row.chat_id);
  }

  /** Asks for what is between two seqs; of a long absence only the newest page, the rest comes by scrolling. */
  #fill(chatId, after, before) {
    const isLong = before - after > GAP_MAX;
    if (isLong) {
      this.#store.forgetBefore(chatId, before);
    }
    const filled = isLong ? this.#page(chatId, undefined) : this.#pagesAfter(chatId, after, before);
    filled.catch(() => {}); // refused: no longer for this user
  }

  async #pagesAfter(chatId, after, before) {
    let from = after;
    let more = true;
    while (more && from < before - 1) {
      const frame = await this.#ask({ type: 'HISTORY', chat_id: chatId, after_seq: from, limit: PAGE_MAX });
      this.#store.onPage(frame, false);
      from = frame.messages.at(-1)?.seq ?? before;
      more = frame.more;
    }
    this.#changed(chatId);
  }

  #onFrame(frame) {
    if (frame.type === 'MESSAGE_ACK') {
      this.#onAck(frame);
    } else if (frame.req_id !== undefined && this.#requests.onFrame(frame, this.#now())) {
      return;
    } else if (frame.type === 'ERROR') {
      this.#onError(frame);
    } else if (frame.type === 'CHAT_CREATED') {
      this.#store.onCreated(frame, this.#now());
      this.#changed(frame.chat_id);
    } else if (frame.chat_id !== undefined && frame.msg_id !== undefined && frame.seq !== undefined) {
      this.#onEntry(frame);
    }
  }

  /** Known or of a later version: kept and acknowledged all the same, also when it comes again. */
  #onEntry(frame) {
    const isNew = this.#store.onEntry(frame);
    this.#receipts.onDelivered(frame.chat_id, frame.msg_id);
    this.#flush();
    this.#closeGap(frame.chat_id);
    if (isNew) {
      this.#emit('message', frame);
    }
    this.#changed(frame.chat_id);
  }

  #onAck(frame) {
    if (frame.status === 'SENT') {
      const entry = this.#outbox.remove(frame.client_msg_id);
      if (entry !== undefined) {
        this.#store.onSent(frame.chat_id, entry.text, frame);
      }
      this.#flush();
      this.#closeGap(frame.chat_id);
    } else if (frame.user_id !== undefined) {
      this.#store.onReceipt(frame);
    }
    this.#changed(frame.chat_id);
  }

  #onError(frame) {
    if (frame.client_msg_id !== undefined) {
      this.#onSendRefused(frame.client_msg_id, frame);
    }
  }

  #onSendRefused(msgId, frame) {
    const failed = this.#outbox.onRefused(msgId, frame.retryable, frame.code, frame.retry_after_ms, this.#now());
    if (failed !== undefined) {
      this.#flush();
      this.#closeGap(failed.chatId);
      this.#changed(failed.chatId);
    }
  }

  /** An own send that is under way may be what is missing: awaited first. */
  #closeGap(chatId) {
    if (this.#outbox.isAwaiting(chatId)) {
      return;
    }
    const gap = this.#store.takeGap(chatId);
    if (gap !== undefined) {
      this.#fill(chatId, gap.after, gap.before);
    }
  }

  #flush() {
    if (!this.#connection.isOnline) {
      return;
    }
    for (const entry of this.#outbox.take(this.#now())) {
      this.#sendOrFail(entry);
    }
    for (const frame of this.#receipts.takeReads(this.#now())) {
      this.#ask(frame).catch(() => {}); // refused: LIST_CHATS tells what is true
    }
    for (const frame of this.#receipts.takeDelivered(this.#now())) {
      this.#connection.send(frame);
    }
  }

  /** Too large a frame would cost the connection, again and again: refused here. */
  #sendOrFail(entry) {
    if (utf8Length(entry.text) > (this.#limits.text_bytes ?? Infinity)) {
      queueMicrotask(() => this.#onSendRefused(entry.msgId, { code: 'TOO_LARGE', retryable: false }));
      return;
    }
    this.#connection.send({ type: 'SEND_MESSAGE', chat_id: entry.chatId, msg_id: entry.msgId, text: entry.text });
  }

  #ask(frame) {
    return this.#requests.ask(frame, this.#now());
  }

  #changed(chatId) {
    this.#emit('chat', chatId);
    this.#emit('chats');
  }

  #emit(type, detail) {
    this.dispatchEvent(new ClientEvent(type, detail));
  }
}
