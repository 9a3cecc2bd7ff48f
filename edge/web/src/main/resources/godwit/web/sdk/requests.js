// Requests and their answers by req_id. All of them may be repeated, so one survives a lost connection and a refusal
// that says "retry".

const RETRY_MIN = 500;
const RETRY_MAX = 15_000;

/** The server said no, for good. */
export class RefusedError extends Error {
  constructor(frame) {
    super(frame.message);
    this.code = frame.code;
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

  /** @returns {Promise<object>} the answer's frame */
  ask(frame) {
    return new Promise((resolve, reject) => {
      const request = { frame: { ...frame, req_id: String(this.#nextId++) }, resolve, reject, refusals: 0, at: null };
      this.#pending.set(request.frame.req_id, request);
      this.#send(request.frame);
    });
  }

  onConnected() {
    for (const request of this.#pending.values()) {
      request.at = null;
      this.#send(request.frame);
    }
  }

  onTick(now) {
    for (const request of this.#pending.values()) {
      if (request.at !== null && now >= request.at) {
        request.at = null;
        this.#send(request.frame);
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
      request.reject(new RefusedError(frame));
    } else {
      request.resolve(frame);
    }
    return true;
  }
}
