// A user's device: keeps its chats true over lost connections, sends each message once, acknowledges what it stores.

import { ChatStore } from './chat-store.js';
import { ChatSync } from './chat-sync.js';
import { Connection } from './connection.js';
import { Outbox } from './outbox.js';
import { Receipts } from './receipts.js';
import { Requests } from './requests.js';
import { utf8Length, uuid, wellFormed } from './text.js';

/** So many of the newest entries are looked through for the answer to a pending message. */
const NEWEST = 50;

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
  #sync;
  #userId;
  #now;
  #newId;
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
    this.#sync = new ChatSync(this.#store, (frame, slot) => this.#ask(frame, slot),
      (chatId) => this.#outbox.isAwaiting(chatId), (chatId) => this.#changed(chatId));
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
    for (const failed of this.#outbox.onTick(this.#now())) {
      this.#onFailed(failed);
    }
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
    const newest = this.#store.get(chatId)?.entries.slice(-NEWEST) ?? [];
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

  /** A failed message is sent again, as the newest, by the same key: the server may have the first one after all. */
  retry(chatId, msgId) {
    if (this.#outbox.retry(msgId)) {
      this.#flush();
      this.#changed(chatId);
    }
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
  open(chatId) {
    return this.#sync.open(chatId);
  }

  /** Loads the page before the oldest entry. @returns {Promise<boolean>} whether there was one to load */
  loadOlder(chatId) {
    return this.#sync.loadOlder(chatId);
  }

  #onConnected(frame) {
    this.#limits = frame.limits ?? {};
    this.#outbox.onConnected(this.#limits.in_flight ?? 1);
    this.#receipts.onConnected();
    this.#flush();
    this.#requests.onConnected(this.#now());
    this.#sync.onConnected(frame.resumed !== false);
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
    this.#sync.closeGap(frame.chat_id);
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
      this.#sync.closeGap(frame.chat_id);
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
      this.#onFailed(failed);
      this.#flush();
    }
  }

  #onFailed(entry) {
    this.#sync.closeGap(entry.chatId);
    this.#changed(entry.chatId);
  }

  #flush() {
    if (!this.#connection.isOnline) {
      return;
    }
    for (const entry of this.#outbox.take(this.#now())) {
      this.#sendOrFail(entry);
    }
    for (const frame of this.#receipts.takeReads(this.#now())) {
      this.#ask(frame, `read ${frame.chat_id}`).catch(() => {}); // refused, or outdone by a later one
    }
    for (const frame of this.#receipts.takeDelivered(this.#now())) {
      this.#connection.send(frame);
    }
  }

  /** Too large a frame would cost the connection, again and again: refused here. */
  #sendOrFail(entry) {
    const frame = { type: 'SEND_MESSAGE', chat_id: entry.chatId, msg_id: entry.msgId, text: entry.text };
    if (utf8Length(entry.text) > (this.#limits.text_bytes ?? Infinity)
      || utf8Length(JSON.stringify(frame)) > (this.#limits.frame_bytes ?? Infinity)) {
      queueMicrotask(() => this.#onSendRefused(entry.msgId, { code: 'TOO_LARGE', retryable: false }));
    } else {
      this.#connection.send(frame);
    }
  }

  /** @param {string=} slot a later request of the same slot takes the place of one that has no answer yet */
  #ask(frame, slot) {
    return this.#requests.ask(frame, this.#now(), slot);
  }

  #changed(chatId) {
    if (chatId !== undefined) {
      this.#emit('chat', chatId);
    }
    this.#emit('chats');
  }

  #emit(type, detail) {
    this.dispatchEvent(new ClientEvent(type, detail));
  }
}
