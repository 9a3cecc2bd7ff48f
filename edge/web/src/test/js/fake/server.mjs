// A server of straw for the page: the same files under the same CSP, and enough of the protocol for two to talk.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { accept } from './sockets.mjs';

const WEB = fileURLToPath(new URL('../../../main/resources/godwit/web/', import.meta.url));
const KINDS = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
  + "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

class Talk {
  chats = new Map();
  online = new Set();
  ids = 1_000n;
  refusals = [];
  connects = 0;
  onConnect = () => {};

  chatOf(...users) {
    const chatId = users.sort().join('~');
    if (!this.chats.has(chatId)) {
      this.chats.set(chatId, { chatId, users, entries: [], keys: new Map(), delivered: Object.create(null),
        read: Object.create(null) });
    }
    return this.chats.get(chatId);
  }

  tell(users, frame, except) {
    [...this.online].filter((each) => users.includes(each.user) && each !== except).forEach((each) => each.wire.send(frame));
  }

  /** After a send was refused for now, those behind it are as well, until it comes again. */
  refusalOf(me, frame) {
    if (me.heldFor !== undefined && me.heldFor !== frame.msg_id) {
      return { code: 'UNAVAILABLE', retryable: true };
    }
    const refusal = this.refusals.shift();
    me.heldFor = refusal?.retryable ? frame.msg_id : undefined;
    return refusal;
  }

  pushInbox(me) {
    for (const chat of this.chats.values()) {
      if (chat.users.includes(me.user)) {
        chat.entries.filter((each) => each.seq > (chat.delivered[me.user] ?? 0) && each.sender_id !== me.user)
          .forEach((each) => me.wire.send(each));
      }
    }
  }

  row(chat, user) {
    const peer = chat.users.find((each) => each !== user);
    const readSeq = chat.read[user] ?? 0;
    return { chat_id: chat.chatId, kind: 'direct', peer_id: peer, member: true, role: 'member', version: 0,
      participants_count: 2, last_seq: chat.entries.length, delivered_seq: chat.delivered[user] ?? 0, read_seq: readSeq,
      peers_delivered_seq: chat.delivered[peer] ?? 0, peers_read_seq: chat.read[peer] ?? 0,
      unread: chat.entries.filter((each) => each.seq > readSeq && each.sender_id !== user).length,
      last_message: chat.entries.at(-1) };
  }
}

const ANSWERS = {
  CONNECT(talk, me, frame) {
    talk.connects++;
    talk.onConnect();
    me.user = Buffer.from(frame.token, 'base64').toString();
    talk.online.add(me);
    setImmediate(() => talk.pushInbox(me));
    return { type: 'CONNECTED', user_id: me.user, device_id: frame.device_id, session_id: 's', resumed: true,
      server_time: Date.now(), heartbeat_ms: 5_000,
      limits: { frame_bytes: 65_536, text_bytes: 4_096, in_flight: 32, unacked: 256 } };
  },
  HEARTBEAT: () => ({ type: 'HEARTBEAT_ACK', server_time: Date.now() }),
  LIST_CHATS: (talk, me) => ({ type: 'CHATS', as_of: '1', chats: [...talk.chats.values()]
    .filter((chat) => chat.users.includes(me.user)).map((chat) => talk.row(chat, me.user)) }),
  CREATE_CHAT(talk, me, frame) {
    const chat = talk.chatOf(me.user, frame.participant_ids[0]);
    const created = { type: 'CHAT_CREATED', chat_id: chat.chatId, kind: 'direct', version: 0, participants: chat.users,
      participants_count: 2, created_by: me.user };
    talk.tell(chat.users, created, me);
    return created;
  },
  SEND_MESSAGE(talk, me, frame) {
    const refusal = talk.refusalOf(me, frame);
    if (refusal !== undefined) {
      return { type: 'ERROR', chat_id: frame.chat_id, client_msg_id: frame.msg_id, message: 'no', ...refusal };
    }
    const chat = talk.chats.get(frame.chat_id);
    let entry = chat.keys.get(frame.msg_id);
    if (entry === undefined) {
      entry = { type: 'RECEIVE_MESSAGE', chat_id: chat.chatId, msg_id: String(++talk.ids), client_msg_id: frame.msg_id,
        seq: chat.entries.length + 1, sender_id: me.user, text: frame.text, ts: Date.now() };
      chat.keys.set(frame.msg_id, entry);
      chat.entries.push(entry);
      talk.tell(chat.users, entry, me);
    }
    return { type: 'MESSAGE_ACK', chat_id: chat.chatId, client_msg_id: frame.msg_id, msg_id: entry.msg_id, seq: entry.seq,
      status: 'SENT', ts: entry.ts };
  },
  MESSAGE_ACK(talk, me, frame) {
    const chat = talk.chats.get(frame.chat_id);
    const { seq } = chat.entries.find((each) => each.msg_id === frame.msg_id);
    chat.delivered[me.user] = Math.max(chat.delivered[me.user] ?? 0, seq);
    if (frame.status === 'READ') {
      chat.read[me.user] = Math.max(chat.read[me.user] ?? 0, seq);
    }
    talk.tell(chat.users, { type: 'MESSAGE_ACK', chat_id: chat.chatId, msg_id: frame.msg_id, seq, status: frame.status,
      user_id: me.user, ts: Date.now() }, me);
    return frame.req_id === undefined ? undefined : { type: 'OK' };
  },
  HISTORY(talk, me, frame) {
    const all = talk.chats.get(frame.chat_id).entries;
    const within = frame.after_seq === undefined
      ? all.filter((each) => each.seq < (frame.before_seq ?? Infinity)).reverse()
      : all.filter((each) => each.seq > frame.after_seq);
    return { type: 'HISTORY_PAGE', chat_id: frame.chat_id, messages: within.slice(0, frame.limit),
      more: within.length > frame.limit };
  },
};

async function serve(request, response) {
  if (request.method === 'POST' && request.url === '/dev/token') {
    let body = '';
    for await (const chunk of request) {
      body += chunk;
    }
    const token = Buffer.from(JSON.parse(body).user_id).toString('base64');
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ token, expires_at: 0 }));
    return;
  }
  const path = normalize(request.url === '/' ? '/index.html' : request.url);
  try {
    const file = await readFile(join(WEB, path));
    response.writeHead(200, { 'Content-Type': KINDS[extname(path)], 'Content-Security-Policy': CSP }).end(file);
  } catch {
    response.writeHead(404).end();
  }
}

/**
 * @returns {Promise<{url: string, connects: number, nextConnect(): Promise<void>,
 *   push(user, frame): void, closeWith(user, code): void,
 *   refuseNext(...errors): void, close(): void}>} connects: how many CONNECTs came
 */
export function startFake() {
  const talk = new Talk();
  const wires = new Set();
  const server = createServer(serve);
  server.on('upgrade', (request, socket) => {
    const me = { wire: accept(request, socket), user: null };
    wires.add(me.wire);
    me.wire.onFrame = (frame) => {
      const isNowhere = frame.chat_id !== undefined && !talk.chats.has(frame.chat_id);
      const answer = isNowhere ? { type: 'ERROR', code: 'FORBIDDEN', retryable: false, message: 'no such chat' }
        : ANSWERS[frame.type]?.(talk, me, frame);
      if (answer !== undefined) {
        me.wire.send(frame.req_id === undefined ? answer : { ...answer, req_id: frame.req_id });
      }
    };
    me.wire.onClosed = () => {
      wires.delete(me.wire);
      talk.online.delete(me);
    };
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve({
      url: `http://127.0.0.1:${server.address().port}`,
      get connects() {
        return talk.connects;
      },
      nextConnect: () => new Promise((resolve) => {
        talk.onConnect = resolve;
      }),
      push: (user, frame) => talk.tell([user], frame),
      closeWith: (user, code) => [...talk.online].filter((each) => each.user === user).forEach((each) => each.wire.close(code)),
      refuseNext: (...errors) => talk.refusals.push(...errors),
      close() {
        wires.forEach((wire) => wire.cut());
        server.close();
        server.closeAllConnections();
      },
    }));
  });
}
