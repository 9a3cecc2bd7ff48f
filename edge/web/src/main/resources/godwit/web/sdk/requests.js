// Requests and their answers by req_id. All of them may be repeated, so one survives a lost connection, an answer that
// never comes and a refusal that says "retry".

const RETRY_MIN = 500;
const RETRY_MAX = 15_000;
const ANSWER_MAX = 20_000;

/** The server said no, for good. */
export class RefusedError extends Error {
  /**
   * @param {{message: string, code: string}} frame an ERROR
   * @param {boolean} wasRepeated whether the server may have granted the request before, unheard
   */
  constructor(frame, wasRepeated = false) {
    super(frame.message);
    this.name = 'RefusedError';
    this.code = frame.code;
    this.wasRepeated = wasRepeated;
  }
}

/** A later request of the same slot was asked before this one had its answer. */
export class SupersededError extends Error {
  constructor() {
    super('superseded');
    this.name = 'SupersededError';
  }
}

export class Requests {
  #pending = new Map();
  #nextId = 1;
  #send;

  /** @param {(frame: object) => boolean} send false: not connected */
  constructor(send) {
    this.#send = send;
  }

  /**
   * @param {string=} slot holds one request: its answer is the only one of its kind that matters
   * @returns {Promise<object>} the answer's frame; rejects with a RefusedError or SupersededError
   */
  ask(frame, now, slot) {
    this.#supersede(slot);
    return new Promise((resolve, reject) => {
      const request = { frame: { ...frame, req_id: String(this.#nextId++) }, slot, resolve, reject, refusals: 0,
        writes: 0, at: Infinity };
      this.#pending.set(request.frame.req_id, request);
      this.#write(request, now);
    });
  }

  /** Asked again on the new connection, in the order of asking. */
  onConnected(now) {
    for (const request of this.#pending.values()) {
      this.#write(request, now);
    }
  }

  onTick(now) {
    for (const request of this.#pending.values()) {
      if (now >= request.at) {
        this.#write(request, now);
      }
    }
  }

  /** @returns {boolean} whether the frame was an answer somebody waited for */
  onFrame(frame, now) {
    const request = this.#pending.get(frame.req_id);
    if (request === undefined) {
      return false;
    }
    if (frame.type === 'ERROR' && frame.retryable) {
      request.at = now + (frame.retry_after_ms ?? Math.min(RETRY_MAX, RETRY_MIN * 2 ** request.refusals));
      request.refusals++;
      return true;
    }
    this.#pending.delete(frame.req_id);
    if (frame.type === 'ERROR') {
      request.reject(new RefusedError(frame, request.writes > 1));
    } else {
      request.resolve(frame);
    }
    return true;
  }

  /** Else the unanswered ones would pile up over connections that answer nothing. */
  #supersede(slot) {
    for (const [id, request] of this.#pending) {
      if (slot !== undefined && request.slot === slot) {
        this.#pending.delete(id);
        request.reject(new SupersededError());
      }
    }
  }

  #write(request, now) {
    const isSent = this.#send(request.frame);
    request.writes += isSent ? 1 : 0;
    request.at = isSent ? now + ANSWER_MAX : Infinity;
  }
}
