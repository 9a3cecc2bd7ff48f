// When to connect again after a close, by its code; the protocol's "Reconnecting".

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DELAY_MAX = 30 * SECOND;
const FIRST_DELAY = 500;

/** Another connection of this device took over; the user has to want this one back. */
export const REPLACED = 4001;
/** The token is not, or no longer, good. */
export const UNAUTHENTICATED = 4401;
/** This device was removed. */
export const REMOVED = 4403;
const RATE_LIMITED = 4429;
const OWN_FAULTS = new Set([4400, 1002, 1003, 1007, 1009]);

export class ReconnectPolicy {
  #random;
  #attempts = 0;
  #connectedAt = null;
  #tokenRefused = false;
  #lastOwnFaultAt = -Infinity;

  /** @param {{random?: () => number}=} options random: in [0, 1) */
  constructor({ random = Math.random } = {}) {
    this.#random = random;
  }

  onConnected(now) {
    this.#connectedAt = now;
    this.#tokenRefused = false;
  }

  /**
   * @param {number} code of the close
   * @param {number} now milliseconds
   * @param {number=} reconnectAfter milliseconds that the server asked for: overrides
   * @returns {{delay: number, isFirm: boolean}|null} milliseconds to wait; firm: not to be cut short by good news from
   *   the network. Null: do not connect again.
   */
  onClosed(code, now, reconnectAfter) {
    if (this.#connectedAt !== null && now - this.#connectedAt >= MINUTE) {
      this.#attempts = 0;
    }
    this.#connectedAt = null;
    if (code === REPLACED || code === REMOVED) {
      return null;
    }
    if (code === UNAUTHENTICATED) {
      const again = !this.#tokenRefused;
      this.#tokenRefused = true;
      return again ? { delay: reconnectAfter ?? 0, isFirm: true } : null;
    }
    return this.#wait(code, now, reconnectAfter);
  }

  /** A wait drawn as after a first failure: the network said that it is back. */
  firstDelay() {
    return this.#random() * FIRST_DELAY;
  }

  #wait(code, now, reconnectAfter) {
    const backoff = this.#random() * Math.min(DELAY_MAX, FIRST_DELAY * 2 ** this.#attempts);
    this.#attempts = Math.min(this.#attempts + 1, 10);
    if (OWN_FAULTS.has(code)) {
      const delay = reconnectAfter ?? Math.max(backoff, this.#lastOwnFaultAt + MINUTE - now);
      this.#lastOwnFaultAt = now + delay;
      return { delay, isFirm: true };
    }
    if (reconnectAfter !== undefined) {
      return { delay: reconnectAfter, isFirm: true };
    }
    return code === RATE_LIMITED ? { delay: DELAY_MAX + backoff, isFirm: true } : { delay: backoff, isFirm: false };
  }
}
