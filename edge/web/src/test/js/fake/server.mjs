// A server of straw for the page: the same files under the same CSP, and enough of the protocol for people to talk.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ANSWERS } from './answers.mjs';
import { accept } from './sockets.mjs';
import { Talk } from './talk.mjs';

const WEB = fileURLToPath(new URL('../../../main/resources/godwit/web/', import.meta.url));
const KINDS = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
  + "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

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
    const me = { wire: accept(request, socket), user: null, watched: new Set() };
    wires.add(me.wire);
    me.wire.onFrame = (frame) => {
      const isNowhere = frame.chat_id !== undefined && !talk.chats.get(frame.chat_id)?.spans.has(me.user);
      const answer = isNowhere ? { type: 'ERROR', code: 'FORBIDDEN', retryable: false, message: 'no such chat' }
        : ANSWERS[frame.type]?.(talk, me, frame);
      if (answer !== undefined) {
        me.wire.send(frame.req_id === undefined ? answer : { ...answer, req_id: frame.req_id });
      }
    };
    me.wire.onClosed = () => {
      wires.delete(me.wire);
      talk.onClosed(me);
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
