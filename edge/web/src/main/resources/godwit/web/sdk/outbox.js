// Messages on their way out: each keeps its idempotency key until the server answers, over reconnects and reloads.

const PAUSE_MIN = 200;
const PAUSE_MAX = 10_000;
const ANSWER_MAX = 30_000;
const UNANSWERED_MAX = 5;

/** So many messages may wait; more is refused by OutboxFullError. */
export const OUTBOX_MAX = 500;

/** There is no room for another message until some are answered or discarded. */
export class OutboxFullError extends Error {
  constructor() {
    super(`outbox is full: messages=${OUTBOX_MAX}, wait for the connection`);
    this.name = 'OutboxFullError';
  }
}

/**
 * @typedef {{chatId: string, msgId: string, text: string, queuedAt: number, failure: string|undefined,
 *   order: number|null, sentAt: number, refusals: number, silences: number}} Entry
 * failure: the code of the ERROR that the server gave for good; order: the how-many-th send of this connection it was,
 * null while it waits
 */
export class Outbox {
  #entries = [];
  #pausedUntil = new Map();
  #nextOrder = 0;
  #inFlightMax = 1;
  #save;

  /**
   * @param {object[]} kept what `save` was given the last time
   * @param {(entries: object[]) => void} save called after every change
   */
  constructor(kept = [], save = () => {}) {
    this.#save = save;
    this.#entries = kept.map((entry) => waiting(entry));
  }

  get isEmpty() {
    return this.#entries.length === 0;
  }

  /** Unanswered and failed messages of a chat, in the order of sending. */
  ofChat(chatId) {
    return this.#entries.filter((entry) => entry.chatId === chatId);
  }

  /** @returns {Map<string, number>} when the newest message that waits was written, by chat */
  newestByChat() {
    return new Map(this.#entries.map((entry) => [entry.chatId, entry.queuedAt]));
  }

  /** @returns {boolean} whether a message of that chat may still be answered */
  isAwaiting(chatId) {
    return this.#entries.some((entry) => entry.chatId === chatId && entry.failure === undefined);
  }

  add(chatId, msgId, text, now) {
    if (this.#entries.length >= OUTBOX_MAX) {
      throw new OutboxFullError();
    }
    this.#entries.push(waiting({ chatId, msgId, text, queuedAt: now }));
    this.#changed();
  }

  /** A new connection: what is unanswered goes again, in order, before anything new. */
  onConnected(inFlightMax) {
    this.#inFlightMax = inFlightMax;
    this.#nextOrder = 0;
    this.#pausedUntil.clear();
    for (const entry of this.#entries) {
      entry.order = null;
    }
  }

  /** Takes what may be sent now; each is counted as sent on this connection. */
  take(now) {
    const taken = [];
    const blocked = new Set();
    for (const entry of this.#entries) {
      if (entry.order !== null || entry.failure !== undefined) {
        continue;
      }
      if (blocked.has(entry.chatId) || (this.#pausedUntil.get(entry.chatId) ?? 0) > now || !this.#fits()) {
        blocked.add(entry.chatId);
        continue;
      }
      entry.order = this.#nextOrder++;
      entry.sentAt = now;
      taken.push(entry);
    }
    return taken;
  }

  /**
   * What a live connection leaves unanswered for long goes again, with what followed it in its chat.
   * @returns {Entry[]} what was given up
   */
  onTick(now) {
    const failed = [];
    for (const entry of this.#entries) {
      if (entry.order !== null && now - entry.sentAt >= ANSWER_MAX) {
        entry.silences++;
        this.#takeBack(entry);
        if (entry.silences >= UNANSWERED_MAX) {
          this.#fail(entry, 'UNANSWERED');
          failed.push(entry);
        }
      }
    }
    return failed;
  }

  /** A failed message goes again, behind all others. @returns {boolean} whether there was one */
  retry(msgId) {
    const at = this.#entries.findIndex((entry) => entry.msgId === msgId && entry.failure !== undefined);
    if (at < 0) {
      return false;
    }
    const [entry] = this.#entries.splice(at, 1);
    this.#entries.push(waiting({ ...entry, failure: undefined }));
    this.#changed();
    return true;
  }

  /** The server has it, or its sender discards it. @returns {Entry|undefined} */
  remove(msgId) {
    const at = this.#entries.findIndex((entry) => entry.msgId === msgId);
    if (at < 0) {
      return undefined;
    }
    const [entry] = this.#entries.splice(at, 1);
    this.#changed();
    return entry;
  }

  /**
   * The server refused it. Retryable: it and what followed in its chat go again after a pause, in order. Else it stays
   * as failed, for its sender to see.
   * @returns {Entry|undefined} the entry when it failed
   */
  onRefused(msgId, retryable, code, retryAfter, now) {
    const refused = this.#entries.find((entry) => entry.msgId === msgId);
    if (refused === undefined || refused.failure !== undefined) {
      return undefined;
    }
    if (!retryable) {
      this.#fail(refused, code);
      return refused;
    }
    if (refused.order !== null) {
      this.#pausedUntil.set(refused.chatId, now + (retryAfter ?? Math.min(PAUSE_MAX, PAUSE_MIN * 2 ** refused.refusals)));
      refused.refusals++;
      this.#takeBack(refused);
    }
    return undefined;
  }

  #fail(entry, code) {
    entry.failure = code;
    entry.order = null;
    this.#changed();
  }

  #takeBack(first) {
    const from = first.order;
    for (const entry of this.#entries) {
      if (entry.chatId === first.chatId && entry.order !== null && entry.order >= from) {
        entry.order = null;
      }
    }
  }

  /** The newest send is at most the in-flight-th counted from the oldest unanswered one. */
  #fits() {
    let oldest = this.#nextOrder;
    for (const entry of this.#entries) {
      if (entry.order !== null && entry.order < oldest) {
        oldest = entry.order;
      }
    }
    return this.#nextOrder - oldest < this.#inFlightMax;
  }

  #changed() {
    this.#save(this.#entries.map(({ chatId, msgId, text, queuedAt, failure }) =>
      ({ chatId, msgId, text, queuedAt, failure })));
  }
}

function waiting({ chatId, msgId, text, queuedAt, failure }) {
  return { chatId, msgId, text, queuedAt, failure, order: null, sentAt: 0, refusals: 0, silences: 0 };
}
