import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Scene, Straw, received } from './fake/scene.mjs';

test('should introduce itself and repair its list', async () => {
  const scene = new Scene();
  await scene.connect();
  assert.deepEqual(scene.socket.types(), ['CONNECT', 'LIST_CHATS']);
  assert.deepEqual(scene.socket.sent[0], { type: 'CONNECT', req_id: 'connect-1', token: 'token-1', device_id: 'd' });
  assert.equal(scene.socket.protocol, 'godwit.json.v1');
});

test('should repeat CONNECT on the same socket when it is UNAVAILABLE', async () => {
  const scene = new Scene();
  scene.socket.onopen();
  await turn();
  scene.socket.push({ type: 'ERROR', code: 'UNAVAILABLE', retryable: true, message: 'no leader' });
  scene.tick(1_000);
  await turn();
  assert.deepEqual(scene.socket.types(), ['CONNECT', 'CONNECT']);
  assert.equal(Straw.sockets.length, 1);
});

test('should acknowledge what it received, once a second and chat, and unknown kinds as well', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push(received(1));
  scene.socket.push({ type: 'POLL', chat_id: 'c', msg_id: '102', seq: 2 });
  assert.equal(scene.socket.sent.filter((frame) => frame.status === 'DELIVERED').length, 1);
  scene.tick(1_000);
  assert.equal(scene.socket.last('MESSAGE_ACK').msg_id, '102');
});

test('should not acknowledge unknown kinds without a place in a chat', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push({ type: 'NEWS', text: 'x' });
  scene.tick(1_000);
  assert.equal(scene.socket.last('MESSAGE_ACK'), undefined);
});

test('should send with a key and keep it over a lost socket until it is answered', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.client.send('c', 'hello');
  const first = scene.socket.last('SEND_MESSAGE');
  assert.equal(scene.saved.length, 1);
  scene.socket.onclose({ code: 1006 });
  scene.tick(1_000);
  await scene.connect();
  const second = scene.socket.last('SEND_MESSAGE');
  assert.equal(second.msg_id, first.msg_id);
  scene.socket.push({ type: 'MESSAGE_ACK', chat_id: 'c', client_msg_id: second.msg_id, msg_id: '101', seq: 1,
    status: 'SENT', ts: 5, duplicate: true });
  assert.equal(scene.saved.length, 0);
  assert.deepEqual(scene.client.chat('c').entries.map((entry) => entry.text), ['hello']);
  assert.deepEqual(scene.client.pending('c'), []);
});

test('should send what an earlier page left', async () => {
  const scene = new Scene([{ chatId: 'c', msgId: 'k', text: 'left', queuedAt: 1 }]);
  await scene.connect();
  assert.equal(scene.socket.last('SEND_MESSAGE').text, 'left');
});

test('should beat when it said nothing for a while and give up a server that says nothing', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.tick(5_000);
  assert.equal(scene.socket.types().at(-1), 'HEARTBEAT');
  scene.tick(5_001);
  scene.tick(1_000);
  assert.equal(Straw.sockets.length, 2);
});

test('should renew its token on the live socket', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push({ type: 'GOAWAY', reason: 'token_expired' });
  scene.tick(5_000);
  await turn();
  assert.equal(scene.socket.last('CONNECT').token, 'token-2');
  assert.equal(Straw.sockets.length, 1);
  scene.socket.push({ type: 'CONNECTED', resumed: true, heartbeat_ms: 5_000, limits: { in_flight: 2 } });
  assert.equal(scene.socket.types().filter((type) => type === 'LIST_CHATS').length, 1);
});

test('should renew tokens that are always short from time to time, not as fast as it goes', async () => {
  const scene = new Scene();
  await scene.connect();
  for (let i = 0; i < 20; i++) {
    scene.socket.push({ type: 'GOAWAY', reason: 'token_expired' });
    scene.tick(500);
    await turn();
  }
  assert.equal(scene.tokens, 3);
});

test('should stay away when replaced', async () => {
  const scene = new Scene();
  const states = [];
  scene.client.addEventListener('state', ({ detail }) => states.push(detail));
  await scene.connect();
  scene.socket.push({ type: 'GOAWAY', reason: 'replaced' });
  scene.socket.onclose({ code: 4001 });
  scene.tick(60_000);
  assert.equal(Straw.sockets.length, 1);
  assert.deepEqual(states.at(-1), { state: 'stopped', reason: 'replaced', retryAt: undefined });
});

test('should ask history once for what is missing between, after its own sends are answered', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.client.send('c', 'mine');
  scene.socket.push(received(1));
  scene.socket.push(received(3));
  assert.equal(scene.socket.last('HISTORY'), undefined);
  scene.socket.push({ type: 'MESSAGE_ACK', chat_id: 'c', client_msg_id: scene.socket.last('SEND_MESSAGE').msg_id,
    msg_id: '104', seq: 4, status: 'SENT', ts: 5 });
  const history = scene.socket.last('HISTORY');
  assert.equal(history.after_seq, 1);
  scene.socket.push({ type: 'HISTORY_PAGE', req_id: history.req_id, chat_id: 'c', messages: [received(2)], more: false });
  await turn();
  assert.deepEqual(scene.client.chat('c').entries.map((entry) => entry.seq), [1, 2, 3, 4]);
  assert.equal(scene.socket.types().filter((type) => type === 'HISTORY').length, 1);
});

test('should repeat a request that was refused for now and pass on a refusal for good', async () => {
  const scene = new Scene();
  await scene.connect();
  const asked = scene.client.createDirect('bob');
  const first = scene.socket.last('CREATE_CHAT');
  scene.socket.push({ type: 'ERROR', req_id: first.req_id, code: 'UNAVAILABLE', retryable: true, message: 'x' });
  scene.tick(500);
  const again = scene.socket.last('CREATE_CHAT');
  assert.equal(scene.socket.types().filter((type) => type === 'CREATE_CHAT').length, 2);
  scene.socket.push({ type: 'ERROR', req_id: again.req_id, code: 'INVALID', retryable: false, message: 'no' });
  await assert.rejects(asked, { code: 'INVALID', message: 'no' });
});

test('should say READ of the newest entry of others, and again until it is confirmed', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push(received(1));
  scene.socket.push(received(2, { sender_id: 'alice' }));
  scene.client.read('c');
  const read = scene.socket.last('MESSAGE_ACK');
  assert.equal(read.status, 'READ');
  assert.equal(read.msg_id, '101');
  assert.equal(scene.client.chat('c').unread, 0);
  scene.socket.onclose({ code: 1006 });
  scene.tick(1_000);
  await scene.connect();
  assert.equal(scene.socket.sent.filter((frame) => frame.status === 'READ').length, 1);
});

test('should say DELIVERED of what was pushed though the READ is of a newer entry out of HISTORY', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push(received(1));
  scene.socket.push(received(2));
  const opened = scene.client.open('c');
  await scene.answer('HISTORY', { type: 'HISTORY_PAGE', chat_id: 'c', more: false,
    messages: [received(4), received(3), received(2), received(1)] });
  await opened;
  scene.client.read('c');
  scene.tick(1_000);
  const said = scene.socket.sent.filter((frame) => frame.type === 'MESSAGE_ACK');
  assert.deepEqual(said.map((frame) => `${frame.status} ${frame.msg_id}`),
    ['DELIVERED 101', 'READ 104', 'DELIVERED 102']);
});

test('should beat every heartbeat, also between other frames', async () => {
  const scene = new Scene();
  await scene.connect();
  for (let ms = 0; ms < 20_000; ms += 500) {
    scene.client.send('c', `t${ms}`);
    scene.socket.push({ type: 'HEARTBEAT_ACK', server_time: 1 });
    scene.tick(500);
  }
  assert.equal(scene.socket.types().filter((type) => type === 'HEARTBEAT').length, 4);
});

test('should keep the live socket when a renewal fails, and try it again', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push({ type: 'GOAWAY', reason: 'token_expired' });
  scene.tick(5_000);
  await turn();
  scene.socket.push({ type: 'HEARTBEAT_ACK', server_time: 1 });
  scene.socket.push({ type: 'ERROR', req_id: 'connect-2', code: 'UNAUTHENTICATED', retryable: false, message: 'x' });
  scene.tick(5_000);
  await turn();
  assert.equal(Straw.sockets.length, 1);
  assert.equal(scene.socket.last('CONNECT').token, 'token-3');
});

test('should not let good news from the network shorten a wait the server asked for', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push({ type: 'GOAWAY', reason: 'drain', reconnect_after_ms: 8_000 });
  scene.socket.onclose({ code: 1001 });
  scene.client.wake();
  scene.tick(7_999);
  assert.equal(Straw.sockets.length, 1);
  scene.tick(1);
  assert.equal(Straw.sockets.length, 2);
});

test('should know that it was replaced even when the close got lost', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push({ type: 'GOAWAY', reason: 'replaced' });
  scene.socket.onclose({ code: 1006 });
  scene.tick(120_000);
  assert.equal(Straw.sockets.length, 1);
});

test('should refuse by itself what would cost the connection', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.client.send('c', 'x'.repeat(4_097));
  await turn();
  assert.equal(scene.socket.last('SEND_MESSAGE'), undefined);
  assert.equal(scene.client.pending('c')[0].failure, 'TOO_LARGE');
  scene.client.discard('c', scene.client.pending('c')[0].msgId);
  scene.client.send('c', 'half \ud83d character');
  assert.equal(scene.socket.last('SEND_MESSAGE').text, 'half \ufffd character');
});

test('should acknowledge again what comes again', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push(received(1));
  scene.tick(5_000);
  scene.socket.push(received(1));
  assert.equal(scene.socket.sent.filter((frame) => frame.status === 'DELIVERED').length, 2);
  assert.equal(scene.client.chat('c').entries.length, 1);
});

test('should come back at once when the network does, but not each time it says so', () => {
  const scene = new Scene();
  const fail = () => {
    scene.random = 0.9;
    scene.socket.onclose({ code: 1006 });
    scene.random = 0;
    scene.client.wake();
    scene.tick(1);
  };
  fail();
  assert.equal(Straw.sockets.length, 2);
  fail();
  assert.equal(Straw.sockets.length, 2);
  scene.tick(1_000);
  assert.equal(Straw.sockets.length, 3);
});

test('should send a message again by its key when its sender wants it after all', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.client.send('c', 'hello');
  const first = scene.socket.last('SEND_MESSAGE');
  scene.socket.push({ type: 'ERROR', client_msg_id: first.msg_id, chat_id: 'c', code: 'FORBIDDEN', retryable: false,
    message: 'no' });
  assert.equal(scene.client.pending('c')[0].failure, 'FORBIDDEN');
  scene.client.retry('c', first.msg_id);
  assert.equal(scene.socket.types().filter((type) => type === 'SEND_MESSAGE').length, 2);
  assert.equal(scene.socket.last('SEND_MESSAGE').msg_id, first.msg_id);
  assert.equal(scene.client.pending('c')[0].failure, undefined);
});

test('should tell the page what it gave up', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.client.send('c', 'hello');
  let told = 0;
  scene.client.addEventListener('chat', () => { told++; });
  for (let ms = 0; ms < 150_000; ms += 1_000) {
    scene.socket.push({ type: 'HEARTBEAT_ACK', server_time: 1 });
    scene.tick(1_000);
  }
  assert.equal(scene.client.pending('c')[0].failure, 'UNANSWERED');
  assert.equal(told, 1);
});

test('should refuse by itself a frame that is too large, not only a text', async () => {
  const scene = new Scene();
  await scene.introduce({ limits: { frame_bytes: 1_000, text_bytes: 4_096, in_flight: 2 } });
  scene.client.send('c', '\u0001'.repeat(200));
  await turn();
  assert.equal(scene.client.pending('c')[0].failure, 'TOO_LARGE');
});

test('should not pile up acknowledgements that nobody answers', async () => {
  const scene = new Scene();
  await scene.connect();
  for (let seq = 1; seq <= 5; seq++) {
    scene.socket.push(received(seq));
    scene.client.read('c');
    scene.tick(1_000);
  }
  scene.lose();
  await scene.introduce();
  const reads = scene.socket.sent.filter((frame) => frame.status === 'READ');
  assert.deepEqual(reads.map((frame) => frame.msg_id), ['105']);
});
