// Messages on their way out: each keeps its idempotency key until the server answers, over reconnects and reloads.

const PAUSE_MIN = 200;
const PAUSE_MAX = 10_000;

/**
 * @typedef {{chatId: string, msgId: string, text: string, queuedAt: number, order: number|null, refusals: number}} Entry
 * order: the how-many-th send of this connection it was, null while it waits
 */
export class Outbox {
  #entries = [];
  #pausedUntil = new Map();
  #nextOrder = 0;
  #inFlightMax = 1;
  #save;

  /**
   * @param {Entry[]} kept from the last time
   * @param {(entries: object[]) => void} save called after every change
   */
  constructor(kept = [], save = () => {}) {
    this.#save = save;
    for (const { chatId, msgId, text, queuedAt } of kept) {
      this.#entries.push({ chatId, msgId, text, queuedAt, order: null, refusals: 0 });
    }
  }

  get isEmpty() {
    return this.#entries.length === 0;
  }

  /** Unanswered messages of a chat, in the order of sending. */
  ofChat(chatId) {
    return this.#entries.filter((entry) => entry.chatId === chatId);
  }

  add(chatId, msgId, text, now) {
    this.#entries.push({ chatId, msgId, text, queuedAt: now, order: null, refusals: 0 });
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
      if (entry.order !== null) {
        continue;
      }
      if (blocked.has(entry.chatId) || (this.#pausedUntil.get(entry.chatId) ?? 0) > now || !this.#fits()) {
        blocked.add(entry.chatId);
        continue;
      }
      entry.order = this.#nextOrder++;
      taken.push(entry);
    }
    return taken;
  }

  /** The server has it. @returns {Entry|undefined} */
  onAccepted(msgId) {
    const at = this.#entries.findIndex((entry) => entry.msgId === msgId);
    if (at < 0) {
      return undefined;
    }
    const [entry] = this.#entries.splice(at, 1);
    this.#changed();
    return entry;
  }

  /**
   * The server refused it. Retryable: it and what followed in its chat go again after a pause, in order.
   * @returns {Entry|undefined} the entry when it is given up
   */
  onRefused(msgId, retryable, retryAfter, now) {
    const refused = this.#entries.find((entry) => entry.msgId === msgId);
    if (refused === undefined) {
      return undefined;
    }
    if (!retryable) {
      return this.onAccepted(msgId);
    }
    if (refused.order !== null) {
      this.#pause(refused, retryAfter, now);
    }
    return undefined;
  }

  #pause(refused, retryAfter, now) {
    const pause = retryAfter ?? Math.min(PAUSE_MAX, PAUSE_MIN * 2 ** refused.refusals);
    refused.refusals++;
    this.#pausedUntil.set(refused.chatId, now + pause);
    const from = refused.order;
    for (const entry of this.#entries) {
      if (entry.chatId === refused.chatId && entry.order !== null && entry.order >= from) {
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
    this.#save(this.#entries.map(({ chatId, msgId, text, queuedAt }) => ({ chatId, msgId, text, queuedAt })));
  }
}
