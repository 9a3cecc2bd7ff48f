// One device's connection: opened, introduced by CONNECT, kept alive, opened again. Knows frames, not what they mean.

import { ReconnectPolicy, REPLACED, REMOVED, UNAUTHENTICATED } from './reconnect.js';

const SUBPROTOCOL = 'godwit.json.v1';
const SILENCE_MAX = 10_000;
const CONNECT_RETRY = 1_000;

/**
 * Why a connection is not tried again.
 * @type {Record<number, string>}
 */
const FINAL = { [REPLACED]: 'replaced', [REMOVED]: 'removed', [UNAUTHENTICATED]: 'unauthenticated' };

export class Connection {
  #options;
  #listener;
  #policy;
  #socket = null;
  #generation = 0;
  #state = 'stopped';
  #reconnectAt = null;
  #reconnectAfter;
  #connectAt = null;
  #heartbeat = 5_000;
  #lastSentAt = 0;
  #lastReceivedAt = 0;

  /**
   * @param {{url: string, deviceId: string, token: () => Promise<string>, now?: () => number, random?: () => number,
   *   WebSocket?: typeof WebSocket}} options token: a fresh one at each call
   * @param {{onConnected(frame), onFrame(frame), onState(state, reason)}} listener
   */
  constructor(options, listener) {
    this.#options = { now: Date.now, WebSocket: globalThis.WebSocket, ...options };
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
    this.#drop(1000);
    this.#reconnectAt = null;
    this.#setState('stopped', 'asked');
  }

  /** The network or the page came back: no reason to wait any longer. */
  wake() {
    if (this.#reconnectAt !== null) {
      this.#reconnectAt = this.#options.now();
      this.onTick();
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

  /** Called about once a second; all that has to do with time happens here. */
  onTick() {
    const now = this.#options.now();
    if (this.#reconnectAt !== null && now >= this.#reconnectAt) {
      this.#open();
    } else if (this.#socket !== null && now - this.#lastReceivedAt > SILENCE_MAX) {
      this.#onClosed(1006);
    } else if (this.#connectAt !== null && now >= this.#connectAt) {
      this.#connectAt = null;
      void this.#introduce(this.#generation);
    } else if (this.#state === 'online' && now - this.#lastSentAt >= this.#heartbeat) {
      this.#write({ type: 'HEARTBEAT' });
    }
  }

  #open() {
    this.#drop(1000);
    this.#reconnectAt = null;
    this.#reconnectAfter = undefined;
    this.#connectAt = null;
    this.#setState('connecting');
    const generation = ++this.#generation;
    const socket = new this.#options.WebSocket(this.#options.url, SUBPROTOCOL);
    this.#socket = socket;
    this.#lastReceivedAt = this.#options.now();
    socket.onopen = () => this.#introduce(generation);
    socket.onmessage = ({ data }) => generation === this.#generation && this.#onText(data);
    socket.onclose = ({ code }) => generation === this.#generation && this.#onClosed(code);
  }

  async #introduce(generation) {
    let token;
    try {
      token = await this.#options.token();
    } catch {
      if (generation === this.#generation) {
        this.#onClosed(1006);
      }
      return;
    }
    if (generation === this.#generation && this.#socket !== null) {
      this.#write({ type: 'CONNECT', token, device_id: this.#options.deviceId });
    }
  }

  #onText(text) {
    this.#lastReceivedAt = this.#options.now();
    let frame;
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    if (frame.type === 'CONNECTED') {
      this.#onIntroduced(frame);
    } else if (frame.type === 'GOAWAY') {
      this.#onGoAway(frame);
    } else if (frame.type === 'ERROR' && this.#state === 'connecting' && frame.code === 'UNAVAILABLE') {
      this.#connectAt = this.#options.now() + (frame.retry_after_ms ?? CONNECT_RETRY);
    } else if (frame.type !== 'HEARTBEAT_ACK') {
      this.#listener.onFrame(frame);
    }
  }

  #onIntroduced(frame) {
    this.#heartbeat = frame.heartbeat_ms;
    if (this.#state === 'online') {
      return; // the answer to a renewal re-pushes nothing and changes nothing
    }
    this.#policy.onConnected(this.#options.now());
    this.#setState('online');
    this.#listener.onConnected(frame);
  }

  #onGoAway(frame) {
    if (frame.reason === 'token_expired') {
      void this.#introduce(this.#generation);
    } else {
      this.#reconnectAfter = frame.reconnect_after_ms;
    }
  }

  #onClosed(code) {
    const now = this.#options.now();
    const delay = this.#policy.onClosed(code, now, this.#reconnectAfter);
    this.#drop(1000);
    if (delay === null) {
      this.#setState('stopped', FINAL[code]);
    } else {
      this.#reconnectAt = now + delay;
      this.#setState('offline');
    }
  }

  #drop(code) {
    const socket = this.#socket;
    this.#socket = null;
    this.#generation++;
    if (socket !== null) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(code);
    }
  }

  #write(frame) {
    this.#socket.send(JSON.stringify(frame));
    this.#lastSentAt = this.#options.now();
  }

  #setState(state, reason) {
    if (state !== this.#state) {
      this.#state = state;
      this.#listener.onState(state, reason);
    }
  }
}
