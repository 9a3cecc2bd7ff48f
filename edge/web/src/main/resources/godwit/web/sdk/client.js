// A user's device: keeps its chats true over lost connections, sends each message once, acknowledges what it stores.

import { ChatStore } from './chat-store.js';
import { Connection } from './connection.js';
import { Outbox } from './outbox.js';
import { Receipts } from './receipts.js';
import { Requests } from './requests.js';

const PAGE = 50;

/**
 * Events: 'state' (detail: {state, reason}), 'chats' (something in the list changed), 'chat' (detail: chatId),
 * 'failed' (detail: {chatId, text, message}: a message the server will not take).
 */
export class GodwitClient extends EventTarget {
  #connection;
  #requests;
  #receipts = new Receipts();
  #outbox;
  #store;
  #userId;
  #now;
  #asOf;

  /**
   * @param {{url: string, userId: string, deviceId: string, token: () => Promise<string>,
   *   keep?: {load(): object[], save(entries: object[]): void}, now?: () => number}} options
   *   keep: where unanswered messages survive a reload
   */
  constructor(options) {
    super();
    this.#userId = options.userId;
    this.#now = options.now ?? Date.now;
    this.#store = new ChatStore(options.userId);
    this.#outbox = new Outbox(options.keep?.load() ?? [], options.keep?.save);
    this.#requests = new Requests((frame) => this.#connection.send(frame));
    this.#connection = new Connection(options, {
      onConnected: (frame) => this.#onConnected(frame),
      onFrame: (frame) => this.#onFrame(frame),
      onState: (state, reason) => this.#emit('state', { state, reason }),
    });
  }

  start() {
    this.#connection.start();
  }

  stop() {
    this.#connection.stop();
  }

  wake() {
    this.#connection.wake();
  }

  onTick() {
    this.#connection.onTick();
    this.#requests.onTick(this.#now());
    this.#flush();
  }

  chats() {
    return this.#store.list();
  }

  chat(chatId) {
    return this.#store.get(chatId);
  }

  /** Messages of this device that have no answer yet, in the order of sending: they stand last. */
  pending(chatId) {
    return this.#outbox.ofChat(chatId);
  }

  /** @returns {Promise<string>} the id of the one direct chat with that user */
  async createDirect(userId) {
    const frame = await this.#requests.ask({ type: 'CREATE_CHAT', participant_ids: [userId] });
    this.#changed(this.#store.onCreated(frame).chatId);
    return frame.chat_id;
  }

  send(chatId, text) {
    this.#outbox.add(chatId, crypto.randomUUID(), text, this.#now());
    this.#flush();
    this.#changed(chatId);
  }

  /** The user has the newest entry of the chat before the eyes. */
  read(chatId) {
    const chat = this.#store.get(chatId);
    const newest = chat?.entries.findLast((entry) => entry.sender_id !== this.#userId);
    if (newest !== undefined && newest.seq > (chat.readSeq ?? 0)) {
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

  /** Loads the page before the oldest entry. @returns {Promise<boolean>} whether there was one */
  async loadOlder(chatId) {
    const chat = this.#store.get(chatId);
    if (!chat?.isLoaded || !chat.hasOlder || chat.entries.length === 0) {
      return false;
    }
    await this.#page(chatId, chat.entries[0].seq);
    return true;
  }

  async #page(chatId, before) {
    const frame = await this.#requests.ask({ type: 'HISTORY', chat_id: chatId, before_seq: before, limit: PAGE });
    this.#store.onPage(frame, before);
    this.#changed(chatId);
  }

  #onConnected(frame) {
    this.#outbox.onConnected(frame.limits.in_flight);
    this.#receipts.onConnected();
    this.#flush();
    this.#requests.onConnected();
    this.#repair().catch(() => {}); // an incompatible server: the live stream still works
  }

  /** Whatever receipt, read mark or row was lost with a socket. */
  async #repair() {
    let cursor;
    let asOf;
    do {
      const page = await this.#requests.ask({ type: 'LIST_CHATS', since: this.#asOf, cursor, limit: 100 });
      asOf ??= page.as_of;
      cursor = page.next;
      for (const row of page.chats) {
        this.#repairRow(row);
      }
    } while (cursor !== undefined && cursor !== null);
    this.#asOf = asOf;
    this.#emit('chats');
  }

  #repairRow(row) {
    const before = this.#store.get(row.chat_id);
    const known = before?.entries.at(-1)?.seq;
    const chat = this.#store.onRow(row);
    if (known !== undefined && before.isLoaded && row.last_seq > known) {
      this.#fill(row.chat_id, known).catch(() => {});
    }
    this.#emit('chat', chat.chatId);
  }

  async #fill(chatId, after) {
    let more = true;
    let from = after;
    while (more) {
      const frame = await this.#requests.ask({ type: 'HISTORY', chat_id: chatId, after_seq: from, limit: 100 });
      this.#store.onPage(frame, null);
      from = frame.messages.at(-1)?.seq ?? from;
      more = frame.more && frame.messages.length > 0;
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
      this.#changed(this.#store.onCreated(frame).chatId);
    } else if (frame.chat_id !== undefined && frame.msg_id !== undefined && frame.seq !== undefined) {
      this.#onEntry(frame);
    }
  }

  /** Known or of a later version: kept and acknowledged all the same. */
  #onEntry(frame) {
    this.#store.onEntry(frame);
    this.#receipts.onDelivered(frame.chat_id, frame.msg_id);
    this.#flush();
    this.#closeGap(frame.chat_id);
    this.#changed(frame.chat_id);
  }

  #onAck(frame) {
    if (frame.status === 'SENT') {
      const entry = this.#outbox.onAccepted(frame.client_msg_id);
      if (entry !== undefined) {
        this.#store.onSent(frame.chat_id, entry.text, frame);
        this.#closeGap(frame.chat_id);
      }
      this.#flush();
    } else {
      this.#store.onReceipt(frame);
    }
    this.#changed(frame.chat_id);
  }

  #onError(frame) {
    if (frame.client_msg_id === undefined) {
      return;
    }
    const given = this.#outbox.onRefused(frame.client_msg_id, frame.retryable, frame.retry_after_ms, this.#now());
    if (given !== undefined) {
      this.#emit('failed', { chatId: given.chatId, text: given.text, message: frame.message });
      this.#changed(given.chatId);
    }
  }

  #closeGap(chatId) {
    if (this.#outbox.ofChat(chatId).length > 0) {
      return; // an own send that is under way may be what is missing
    }
    const after = this.#store.takeGap(chatId);
    if (after !== undefined) {
      this.#fill(chatId, after).catch(() => {});
    }
  }

  #flush() {
    if (!this.#connection.isOnline) {
      return;
    }
    for (const entry of this.#outbox.take(this.#now())) {
      this.#connection.send({ type: 'SEND_MESSAGE', chat_id: entry.chatId, msg_id: entry.msgId, text: entry.text });
    }
    for (const frame of this.#receipts.takeReads()) {
      this.#requests.ask(frame).catch(() => {}); // refused: LIST_CHATS tells what is true
    }
    for (const frame of this.#receipts.takeDelivered(this.#now())) {
      this.#connection.send(frame);
    }
  }

  #changed(chatId) {
    this.#emit('chat', chatId);
    this.#emit('chats');
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
