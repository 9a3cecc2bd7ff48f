// One device's connection: opened, introduced by CONNECT, kept alive, opened again. Knows frames, not what they mean.

import { ReconnectPolicy, REMOVED, REPLACED, UNAUTHENTICATED } from './reconnect.js';

const SUBPROTOCOL = 'godwit.json.v1';
const SILENCE_MAX = 10_000;
const CONNECT_RETRY = 1_000;
const RENEWAL_RETRY = 5_000;
const WAKE_INTERVAL = 30_000;
const NORMAL = 1000;
const ABNORMAL = 1006;

/** What a close means for the people who wait. @type {Record<number, string>} */
const FINAL = { [REPLACED]: 'replaced', [REMOVED]: 'removed', [UNAUTHENTICATED]: 'unauthenticated' };

/** A GOAWAY says why even when the close after it gets lost. @type {Record<string, number>} */
const CODE_OF_GOAWAY = { replaced: REPLACED, removed: REMOVED };

/**
 * States: 'stopped' (not wanted, or for good: the reason says which) → 'connecting' (a socket opens, CONNECT is not
 * answered) → 'online' (frames may be sent) → 'offline' (waits to connect again).
 */
export class Connection {
  #options;
  #listener;
  #policy;
  #socket = null;
  #generation = 0;
  #state = 'stopped';
  #reconnectAt = null;
  #isWaitFirm = false;
  #goAway = null;
  #introduceAt = null;
  #introducedAt = -Infinity;
  #wokenAt = -Infinity;
  #connectId = 0;
  #heartbeat = 5_000;
  #beatAt = 0;
  #lastReceivedAt = 0;

  /**
   * @param {{url: string, deviceId: string, token: () => Promise<string>, now?: () => number, random?: () => number,
   *   WebSocket?: typeof WebSocket}} options token: a fresh one at each call; rejecting with a `retryAfterMs` is obeyed
   * @param {{onConnected(frame), onFrame(frame), onState(state, reason, retryAt)}} listener
   */
  constructor(options, listener) {
    this.#options = { ...options, now: options.now ?? Date.now, WebSocket: options.WebSocket ?? globalThis.WebSocket };
    this.#listener = listener;
    this.#policy = new ReconnectPolicy(options);
  }

  get isOnline() {
    return this.#state === 'online';
  }

  start() {
    this.#open();
  }

  stop() {
    this.#drop();
    this.#reconnectAt = null;
    this.#setState('stopped', 'asked');
  }

  /** The network or the page came back: a wait that only chance had made long is drawn anew, now and then. */
  wake() {
    const now = this.#options.now();
    if (this.#reconnectAt !== null && !this.#isWaitFirm && now - this.#wokenAt >= WAKE_INTERVAL) {
      this.#wokenAt = now;
      this.#reconnectAt = Math.min(this.#reconnectAt, now + this.#policy.firstDelay());
    }
  }

  /** @returns {boolean} false when there is no connection to send on */
  send(frame) {
    if (this.#state !== 'online') {
      return false;
    }
    this.#write(frame);
    return true;
  }

  /** Called some times a second; all that has to do with time happens here. */
  onTick() {
    const now = this.#options.now();
    if (this.#reconnectAt !== null && now >= this.#reconnectAt) {
      this.#open();
    } else if (this.#socket !== null && now - this.#lastReceivedAt >= SILENCE_MAX) {
      this.#onClosed(ABNORMAL);
    } else if (this.#introduceAt !== null && now >= this.#introduceAt) {
      this.#introduceAt = null;
      void this.#introduce(this.#generation);
    } else if (this.#state === 'online' && now >= this.#beatAt) {
      this.#beatAt = now + this.#heartbeat;
      this.#write({ type: 'HEARTBEAT' });
    }
  }

  #open() {
    this.#drop();
    this.#reconnectAt = null;
    this.#goAway = null;
    this.#introduceAt = null;
    this.#lastReceivedAt = this.#options.now();
    this.#setState('connecting');
    const generation = ++this.#generation;
    const socket = new this.#options.WebSocket(this.#options.url, SUBPROTOCOL);
    this.#socket = socket;
    socket.onopen = () => this.#introduce(generation);
    socket.onmessage = ({ data }) => this.#onText(data);
    socket.onclose = ({ code }) => this.#onClosed(code);
  }

  async #introduce(generation) {
    this.#introducedAt = this.#options.now();
    let token;
    try {
      token = await this.#options.token();
    } catch (failure) {
      if (generation === this.#generation) {
        this.#onTokenFailed(failure);
      }
      return;
    }
    if (generation === this.#generation && this.#socket !== null) {
      this.#write({ type: 'CONNECT', req_id: `connect-${++this.#connectId}`, token, device_id: this.#options.deviceId });
    }
  }

  /** While online the old token is still good for a while: asked again. */
  #onTokenFailed(failure) {
    if (this.#state === 'online') {
      this.#introduceAt = this.#options.now() + RENEWAL_RETRY;
    } else {
      this.#goAway = { reconnect_after_ms: failure?.retryAfterMs };
      this.#onClosed(ABNORMAL);
    }
  }

  #onText(text) {
    this.#lastReceivedAt = this.#options.now();
    const frame = parse(text);
    if (frame === null) {
      return;
    }
    if (frame.type === 'CONNECTED') {
      this.#onIntroduced(frame);
    } else if (frame.type === 'GOAWAY') {
      this.#onGoAway(frame);
    } else if (frame.type === 'ERROR' && this.#isOfConnect(frame)) {
      this.#onConnectRefused(frame);
    } else if (frame.type !== 'HEARTBEAT_ACK') {
      this.#listener.onFrame(frame);
    }
  }

  #isOfConnect(frame) {
    return frame.req_id === `connect-${this.#connectId}` || (frame.req_id === undefined && this.#state === 'connecting');
  }

  /** Not now: repeated here. No: the server closes, or, at a renewal, the old token stays good and we try again. */
  #onConnectRefused(frame) {
    if (frame.retryable) {
      this.#introduceAt = this.#options.now() + (frame.retry_after_ms ?? CONNECT_RETRY);
    } else if (this.#state === 'online') {
      this.#introduceAt = this.#options.now() + RENEWAL_RETRY;
    }
  }

  #onIntroduced(frame) {
    this.#heartbeat = frame.heartbeat_ms ?? this.#heartbeat;
    this.#introduceAt = null;
    if (this.#state === 'online') {
      return; // the answer to a renewal re-pushes nothing and changes nothing
    }
    this.#beatAt = this.#options.now() + this.#heartbeat;
    this.#policy.onConnected(this.#options.now());
    this.#setState('online');
    this.#listener.onConnected(frame);
  }

  #onGoAway(frame) {
    if (frame.reason === 'token_expired') {
      // Tokens shorter than the warning are warned of at once: renewed from time to time, not as fast as it goes.
      this.#introduceAt = Math.max(this.#options.now(), this.#introducedAt + RENEWAL_RETRY);
    } else {
      this.#goAway = frame;
    }
  }

  #onClosed(closeCode) {
    const now = this.#options.now();
    const code = CODE_OF_GOAWAY[this.#goAway?.reason] ?? closeCode;
    const wait = this.#policy.onClosed(code, now, this.#goAway?.reconnect_after_ms);
    this.#drop();
    if (wait === null) {
      this.#setState('stopped', FINAL[code]);
    } else {
      this.#reconnectAt = now + wait.delay;
      this.#isWaitFirm = wait.isFirm;
      this.#setState('offline', undefined, this.#reconnectAt);
    }
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.#generation++;
    if (socket !== null) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(NORMAL);
    }
  }

  #write(frame) {
    this.#socket.send(JSON.stringify(frame));
  }

  #setState(state, reason, retryAt) {
    if (state !== this.#state) {
      this.#state = state;
      this.#listener.onState(state, reason, retryAt);
    }
  }
}

/** @returns {object|null} null for what is no frame */
function parse(text) {
  try {
    const frame = JSON.parse(text);
    return typeof frame?.type === 'string' ? frame : null;
  } catch {
    return null;
  }
}
