// What this device has to acknowledge: a cursor per chat, each kind at most once per chat and second.

import { isNewer } from './chat-store.js';

const INTERVAL = 1_000;

export class Receipts {
  #delivered = new Map();
  #read = new Map();
  #deliveredAt = new Map();
  #readAt = new Map();

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
    this.#deliveredAt.clear();
    this.#readAt.clear();
  }

  /**
   * Frames of READ that are due; the caller asks them as requests, so that each is repeated until it is answered. READ of
   * the newest pushed entry says that it is delivered, too; of one that is known from HISTORY it moves no inbox.
   */
  takeReads(now) {
    const frames = take(this.#read, this.#readAt, 'READ', now);
    for (const frame of frames) {
      if (this.#delivered.get(frame.chat_id) === frame.msg_id) {
        this.#delivered.delete(frame.chat_id);
      }
    }
    return frames;
  }

  /** Frames of DELIVERED that are due; nobody answers them: the entries whose acknowledgement is lost come again. */
  takeDelivered(now) {
    return take(this.#delivered, this.#deliveredAt, 'DELIVERED', now);
  }
}

function take(cursors, saidAt, status, now) {
  const frames = [];
  for (const [chatId, msgId] of cursors) {
    if (now - (saidAt.get(chatId) ?? -INTERVAL) >= INTERVAL) {
      saidAt.set(chatId, now);
      cursors.delete(chatId);
      frames.push({ type: 'MESSAGE_ACK', chat_id: chatId, msg_id: msgId, status });
    }
  }
  return frames;
}
