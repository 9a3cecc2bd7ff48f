// Sends what waits in the outbox, as far as the connection and the server's limits let it.

import { Outbox } from './outbox.js';
import { utf8Length } from './text.js';

/** So many of the newest entries are looked through for the answer to a pending message. */
const NEWEST = 50;

export class Sending {
  #outbox;
  #limits = {};
  #send;
  #now;
  #onFailed;

  /**
   * @param {{load(): object[], save(entries: object[]): void}=} keep where unanswered messages survive a reload
   * @param {(frame: object) => boolean} send false: not connected
   * @param {() => number} now
   * @param {(chatId: string) => void} onFailed the server will not take a message
   */
  constructor(keep, send, now, onFailed) {
    this.#outbox = new Outbox(keep?.load() ?? [], keep?.save);
    this.#send = send;
    this.#now = now;
    this.#onFailed = onFailed;
  }

  /** What the server said about sizes; empty before the first connection. */
  get limits() {
    return this.#limits;
  }

  isAwaiting(chatId) {
    return this.#outbox.isAwaiting(chatId);
  }

  newestByChat() {
    return this.#outbox.newestByChat();
  }

  /** Without those that have come back by another way, as an entry of the chat. */
  pending(chatId, entries, userId) {
    const newest = entries.slice(-NEWEST).filter((entry) => entry.sender_id === userId);
    const arrived = new Set(newest.map((entry) => entry.client_msg_id));
    return this.#outbox.ofChat(chatId).filter((entry) => !arrived.has(entry.msgId));
  }

  /** @throws {OutboxFullError} */
  add(chatId, msgId, text) {
    this.#outbox.add(chatId, msgId, text, this.#now());
  }

  /** @returns {boolean} whether there was a failed one */
  retry(msgId) {
    return this.#outbox.retry(msgId);
  }

  /** @returns {object|undefined} the message, if it had failed */
  discard(chatId, msgId) {
    const entry = this.#outbox.ofChat(chatId).find((each) => each.msgId === msgId && each.failure !== undefined);
    return entry === undefined ? undefined : this.#outbox.remove(msgId);
  }

  onConnected(limits) {
    this.#limits = limits;
    this.#outbox.onConnected(limits.in_flight ?? 1);
  }

  onTick() {
    this.#outbox.onTick(this.#now()).forEach((failed) => this.#onFailed(failed.chatId));
  }

  /** The SENT answer. @returns {object|undefined} the message */
  onSent(frame) {
    return this.#outbox.remove(frame.client_msg_id);
  }

  /** The ERROR to a message. */
  onRefused(msgId, { retryable, code, retry_after_ms: retryAfter }) {
    const failed = this.#outbox.onRefused(msgId, retryable, code, retryAfter, this.#now());
    if (failed !== undefined) {
      this.#onFailed(failed.chatId);
    }
  }

  flush() {
    for (const entry of this.#outbox.take(this.#now())) {
      this.#sendOrFail(entry);
    }
  }

  /** Too large a frame would cost the connection, again and again: refused here. */
  #sendOrFail(entry) {
    const frame = { type: 'SEND_MESSAGE', chat_id: entry.chatId, msg_id: entry.msgId, text: entry.text };
    if (utf8Length(entry.text) > (this.#limits.text_bytes ?? Infinity)
      || utf8Length(JSON.stringify(frame)) > (this.#limits.frame_bytes ?? Infinity)) {
      queueMicrotask(() => this.onRefused(entry.msgId, { code: 'TOO_LARGE', retryable: false }));
    } else {
      this.#send(frame);
    }
  }
}
