// Who is online, as far as somebody looks: subscriptions follow what the page shows, on every connection anew.

/** So many users are watched at once; the rest of a longer list is not. */
export const WATCHED_MAX = 1_000;
const FRAME_MAX = 500;

export class Presence {
  #wanted = new Set();
  #subscribed = new Set();
  #known = new Map();
  #isAsking = false;
  #ask;
  #send;

  /**
   * @param {(frame: object) => Promise<object>} ask a request, repeated until it is answered
   * @param {(frame: object) => boolean} send false: not connected
   */
  constructor(ask, send) {
    this.#ask = ask;
    this.#send = send;
  }

  /** @returns {{isOnline: boolean, lastSeen: number|undefined}|undefined} undefined: nothing is known */
  get(userId) {
    return this.#known.get(userId);
  }

  /** From now on these are watched, and nobody else. */
  watch(userIds) {
    this.#wanted = new Set([...new Set(userIds)].slice(0, WATCHED_MAX));
    this.#follow();
  }

  /** A new connection knows no subscriptions. */
  onConnected() {
    this.#subscribed.clear();
    this.#follow();
  }

  /** Nobody is known to be online any more; when somebody was last seen stays true. @returns {string[]} who changed */
  onOffline() {
    const changed = [...this.#known.keys()].filter((user) => this.#known.get(user).isOnline);
    changed.forEach((user) => this.#known.delete(user));
    return changed;
  }

  onFrame(frame) {
    this.#known.set(frame.user_id, { isOnline: frame.status === 'ONLINE', lastSeen: frame.last_seen });
  }

  /** One request at a time: the server bounds those without an answer, and one that is repeated is not asked twice. */
  #follow() {
    if (this.#isAsking) {
      return;
    }
    const dropped = [...this.#subscribed].filter((user) => !this.#wanted.has(user));
    for (let from = 0; from < dropped.length; from += FRAME_MAX) {
      this.#send({ type: 'PRESENCE_UNSUBSCRIBE', user_ids: dropped.slice(from, from + FRAME_MAX) });
    }
    dropped.forEach((user) => {
      this.#subscribed.delete(user);
      this.#known.delete(user);
    });
    const added = [...this.#wanted].filter((user) => !this.#subscribed.has(user)).slice(0, FRAME_MAX);
    if (added.length > 0) {
      this.#isAsking = true;
      void this.#subscribe(added);
    }
  }

  async #subscribe(users) {
    try {
      await this.#ask({ type: 'PRESENCE_SUBSCRIBE', user_ids: users });
    } catch {
      // refused for good: not asked again on this connection
    }
    users.forEach((user) => this.#subscribed.add(user));
    this.#isAsking = false;
    this.#follow();
  }
}
