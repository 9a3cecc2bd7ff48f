import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Scene } from './fake/scene.mjs';

const asked = (scene) => scene.socket.sent.filter((frame) => frame.type === 'PRESENCE_SUBSCRIBE').map((frame) => frame.user_ids);
const dropped = (scene) =>
  scene.socket.sent.filter((frame) => frame.type === 'PRESENCE_UNSUBSCRIBE').map((frame) => frame.user_ids);
const OK = { type: 'OK' };

test('should follow what is watched, one request at a time', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.client.watch(['bob', 'carol', 'bob']);
  scene.client.watch(['carol', 'dave']);
  assert.deepEqual(asked(scene), [['bob', 'carol']]);
  await scene.answer('PRESENCE_SUBSCRIBE', OK);
  assert.deepEqual(asked(scene), [['bob', 'carol'], ['dave']]);
  assert.deepEqual(dropped(scene), [['bob']]);
  await scene.answer('PRESENCE_SUBSCRIBE', OK);
  scene.client.watch(['dave', 'carol']);
  assert.equal(asked(scene).length, 2);
});

test('should tell who is online, and when somebody was last seen', async () => {
  const scene = new Scene();
  await scene.connect();
  const told = [];
  scene.client.addEventListener('presence', ({ detail }) => told.push(detail));
  scene.client.watch(['bob']);
  assert.equal(scene.client.presence('bob'), undefined);
  scene.socket.push({ type: 'PRESENCE', user_id: 'bob', status: 'ONLINE', last_seen: 5 });
  assert.deepEqual(scene.client.presence('bob'), { isOnline: true, lastSeen: 5 });
  scene.socket.push({ type: 'PRESENCE', user_id: 'bob', status: 'OFFLINE', last_seen: 9 });
  assert.deepEqual(scene.client.presence('bob'), { isOnline: false, lastSeen: 9 });
  scene.socket.push({ type: 'PRESENCE', user_id: 'bob', status: 'OFFLINE' });
  assert.deepEqual(scene.client.presence('bob'), { isOnline: false, lastSeen: undefined });
  assert.deepEqual(told, ['bob', 'bob', 'bob']);
});

test('should ask again on the next connection, and show nobody online meanwhile', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.client.watch(['bob', 'carol']);
  await scene.answer('PRESENCE_SUBSCRIBE', OK);
  scene.socket.push({ type: 'PRESENCE', user_id: 'bob', status: 'ONLINE', last_seen: 5 });
  scene.socket.push({ type: 'PRESENCE', user_id: 'carol', status: 'OFFLINE', last_seen: 6 });
  scene.lose();
  assert.equal(scene.client.presence('bob'), undefined);
  assert.equal(scene.client.presence('carol').lastSeen, 6);
  await scene.introduce();
  assert.deepEqual(asked(scene), [['bob', 'carol']]);
});

test('should repeat what a lost connection left unanswered, once', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.client.watch(['bob']);
  scene.lose();
  await scene.introduce();
  await scene.answer('PRESENCE_SUBSCRIBE', OK);
  assert.deepEqual(asked(scene), [['bob']]);
});

test('should ask for many in several frames, up to what a connection may watch', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.client.watch(Array.from({ length: 1_200 }, (_, i) => `u${i}`));
  await scene.answer('PRESENCE_SUBSCRIBE', OK);
  await scene.answer('PRESENCE_SUBSCRIBE', OK);
  assert.deepEqual(asked(scene).map((users) => users.length), [500, 500]);
});

test('should not ask without end for what is refused', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.client.watch(['bob']);
  await scene.answer('PRESENCE_SUBSCRIBE', { type: 'ERROR', code: 'INVALID', retryable: false, message: 'no' });
  assert.equal(asked(scene).length, 1);
});
