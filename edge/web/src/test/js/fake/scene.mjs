// A client before a server of straw, on a clock that the test moves.

import { setImmediate as turn } from 'node:timers/promises';
import { GodwitClient } from '../../../main/resources/godwit/web/sdk/client.js';

/** A server of straw: keeps the frames of each socket, answers by hand. */
export class Straw {
  static sockets = [];
  sent = [];

  constructor(url, protocol) {
    this.url = url;
    this.protocol = protocol;
    Straw.sockets.push(this);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {}

  types() {
    return this.sent.map((frame) => frame.type);
  }

  last(type) {
    return this.sent.findLast((frame) => frame.type === type);
  }

  push(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
}

export class Scene {
  now = 1_000;
  tokens = 0;
  random = 0;

  constructor(kept = [], keptGroups = [], keptListing = undefined) {
    Straw.sockets = [];
    this.saved = kept;
    this.savedGroups = keptGroups;
    this.savedListing = keptListing;
    this.client = new GodwitClient({
      url: 'ws://x/ws', userId: 'alice', deviceId: 'd', WebSocket: Straw, random: () => this.random,
      token: async () => `token-${++this.tokens}`, now: () => this.now,
      keep: { load: () => kept, save: (entries) => { this.saved = entries; } },
      keepListing: { load: () => this.savedListing, save: (asOf) => { this.savedListing = asOf; } },
      keepGroups: { load: () => keptGroups, save: (groups) => { this.savedGroups = groups; } },
    });
    this.client.start();
  }

  get socket() {
    return Straw.sockets.at(-1);
  }

  /** CONNECT and its answer. */
  async introduce(more = {}) {
    this.socket.onopen();
    await turn();
    this.socket.push({ type: 'CONNECTED', user_id: 'alice', device_id: 'd', session_id: 's', resumed: true,
      server_time: 1, heartbeat_ms: 5_000, limits: { frame_bytes: 65_536, text_bytes: 4_096, in_flight: 2, unacked: 8 },
      ...more });
  }

  /** The answer to the newest request of that type. */
  async answer(asked, frame) {
    this.socket.push({ req_id: this.socket.last(asked).req_id, ...frame });
    await turn();
  }

  /** Connects, and is told of no chats. */
  async connect() {
    await this.introduce();
    await this.answer('LIST_CHATS', { type: 'CHATS', as_of: '1', chats: [] });
  }

  /** The socket goes; the wait for the next one passes. */
  lose() {
    this.socket.onclose({ code: 1006 });
    this.tick(1_000);
  }

  tick(ms) {
    this.now += ms;
    this.client.onTick();
  }
}

export const received = (seq, more = {}) => ({ type: 'RECEIVE_MESSAGE', chat_id: 'c', msg_id: String(100 + seq), seq,
  sender_id: 'bob', text: `t${seq}`, ts: seq, ...more });
