import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Scene } from './fake/scene.mjs';

const said = (scene) => scene.socket.sent.filter((frame) => frame.type === 'TYPING')
  .map((frame) => `${frame.chat_id} ${frame.state}`);
const created = (chatId) => ({ type: 'CHAT_CREATED', chat_id: chatId, kind: 'direct', version: 0, title: '',
  participants: ['alice', 'bob'], participants_count: 2, created_by: 'bob' });

async function writing() {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push(created('c'));
  scene.socket.push(created('d'));
  scene.client.typed('c', 'H');
  return scene;
}

test('should tell once that one writes, and again before it fades', async () => {
  const scene = await writing();
  scene.client.typed('c', 'He');
  assert.deepEqual(said(scene), ['c start']);
  scene.tick(3_999);
  scene.client.typed('c', 'Hel');
  assert.deepEqual(said(scene), ['c start']);
  scene.tick(1);
  scene.client.typed('c', 'Hell');
  assert.deepEqual(said(scene), ['c start', 'c start']);
});

test('should tell that one stopped after five seconds of quiet, once', async () => {
  const scene = await writing();
  scene.tick(4_999);
  assert.deepEqual(said(scene), ['c start']);
  scene.tick(1);
  scene.socket.push({ type: 'HEARTBEAT_ACK', server_time: 1 });
  scene.tick(6_000);
  assert.deepEqual(said(scene), ['c start', 'c stop']);
  scene.client.typed('c', 'Hello');
  assert.deepEqual(said(scene), ['c start', 'c stop', 'c start']);
});

test('should stop when it is sent, taken back or left for another chat', async () => {
  const scene = await writing();
  scene.client.send('c', 'Hello');
  assert.deepEqual(said(scene), ['c start', 'c stop']);
  scene.tick(1_100);
  scene.client.typed('c', 'x');
  scene.client.typed('c', ' ');
  assert.deepEqual(said(scene).slice(2), ['c start', 'c stop']);
  scene.tick(1_100);
  scene.client.typed('c', 'x');
  scene.tick(1_100);
  scene.client.typed('d', 'y');
  assert.deepEqual(said(scene).slice(4), ['c start', 'c stop', 'd start']);
  scene.client.close();
  assert.deepEqual(said(scene).slice(7), ['d stop']);
});

test('should tell as often as the server hears it, and what it did not, later', async () => {
  const scene = await writing();
  scene.client.send('c', 'Hello');
  scene.client.typed('c', 'a');
  scene.tick(1_099);
  assert.deepEqual(said(scene), ['c start', 'c stop']);
  scene.tick(1);
  assert.deepEqual(said(scene), ['c start', 'c stop', 'c start']);
  scene.client.send('c', 'again');
  scene.client.typed('c', 'b');
  scene.client.send('c', 'b');
  scene.tick(2_000);
  assert.deepEqual(said(scene), ['c start', 'c stop', 'c start', 'c stop']);
});

test('should say nothing while offline, nor for a group that was left', async () => {
  const scene = await writing();
  scene.lose();
  scene.client.typed('c', 'Hello');
  await scene.introduce();
  scene.tick(6_000);
  assert.deepEqual(said(scene), []);
  scene.client.typed('c', 'Hello!');
  assert.deepEqual(said(scene), ['c start']);
  scene.socket.push({ type: 'CHAT_UPDATED', chat_id: 'd', msg_id: '9', seq: 1, version: 1, change: 'removed',
    user_ids: ['alice'], user_ids_count: 1, by: 'bob', ts: 1 });
  scene.client.typed('d', 'x');
  scene.client.typed('unknown', 'x');
  assert.deepEqual(said(scene), ['c start']);
});

test('should show nobody writing who goes offline, in any chat, and leave the others', async () => {
  const scene = await writing();
  const starts = (chatId, user) => scene.socket.push({ type: 'TYPING', chat_id: chatId, user_id: user, state: 'start' });
  starts('c', 'bob');
  starts('d', 'bob');
  starts('d', 'carol');
  const redrawn = [];
  scene.client.addEventListener('chat', ({ detail }) => redrawn.push(detail));
  scene.socket.push({ type: 'PRESENCE', user_id: 'bob', status: 'ONLINE' });
  scene.socket.push({ type: 'PRESENCE', user_id: 'carol', status: 'OFFLINE' });
  assert.deepEqual(scene.client.typing('d'), ['bob', 'carol'], 'whoever hides may be there');
  assert.deepEqual(redrawn, []);
  scene.socket.push({ type: 'PRESENCE', user_id: 'bob', status: 'OFFLINE', last_seen: 1 });
  assert.deepEqual(scene.client.typing('c'), []);
  assert.deepEqual(scene.client.typing('d'), ['carol']);
  assert.deepEqual(redrawn, ['c', 'd']);
});
