// What this device has to acknowledge: a cursor per chat, at most one DELIVERED per chat and second, READ at once.

import { isNewer } from './chat-store.js';

const INTERVAL = 1_000;

export class Receipts {
  #delivered = new Map();
  #read = new Map();
  #sentAt = new Map();

  /** Stored here. */
  onDelivered(chatId, msgId) {
    if (isNewer(msgId, this.#delivered.get(chatId))) {
      this.#delivered.set(chatId, msgId);
    }
  }

  /** Seen by the user; implies stored. */
  onRead(chatId, msgId) {
    if (isNewer(msgId, this.#read.get(chatId))) {
      this.#read.set(chatId, msgId);
    }
  }

  /** A new connection: nothing was said on it yet. */
  onConnected() {
    this.#sentAt.clear();
  }

  /** Frames of READ that are due; each wants an answer, until which it is asked again. */
  takeReads() {
    const frames = [];
    for (const [chatId, msgId] of this.#read) {
      frames.push({ type: 'MESSAGE_ACK', chat_id: chatId, msg_id: msgId, status: 'READ' });
      if (!isNewer(this.#delivered.get(chatId) ?? '0', msgId)) {
        this.#delivered.delete(chatId);
      }
    }
    this.#read.clear();
    return frames;
  }

  /** Frames of DELIVERED that are due; nobody answers them, what is lost comes again. */
  takeDelivered(now) {
    const frames = [];
    for (const [chatId, msgId] of this.#delivered) {
      if (now - (this.#sentAt.get(chatId) ?? -INTERVAL) >= INTERVAL) {
        this.#sentAt.set(chatId, now);
        this.#delivered.delete(chatId);
        frames.push({ type: 'MESSAGE_ACK', chat_id: chatId, msg_id: msgId, status: 'DELIVERED' });
      }
    }
    return frames;
  }
}
