import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Scene, received } from './fake/scene.mjs';

const row = (chatId, lastSeq, more = {}) => ({ chat_id: chatId, kind: 'direct', peer_id: 'bob', member: true, version: 0,
  last_seq: lastSeq, read_seq: 0, unread: lastSeq, ...more });
const lists = (scene) => scene.socket.sent.filter((frame) => frame.type === 'LIST_CHATS');
const chats = (asOf, rows = [], next = undefined) => ({ type: 'CHATS', as_of: asOf, chats: rows, next });

test('should ask what changed since the first page of the last time', async () => {
  const scene = new Scene();
  await scene.introduce();
  await scene.answer('LIST_CHATS', chats('7', [row('c', 1)]));
  scene.lose();
  await scene.introduce();
  assert.equal(scene.socket.last('LIST_CHATS').since, '7');
});

test('should ask all pages, and then what moved between them', async () => {
  const scene = new Scene();
  await scene.introduce();
  await scene.answer('LIST_CHATS', chats('7', [row('c', 1)], 'n'));
  assert.equal(scene.socket.last('LIST_CHATS').cursor, 'n');
  await scene.answer('LIST_CHATS', chats('9', [row('d', 1)]));
  assert.equal(scene.socket.last('LIST_CHATS').since, '7');
  assert.equal(scene.socket.last('LIST_CHATS').cursor, undefined);
  await scene.answer('LIST_CHATS', chats('11', [row('e', 1)]));
  assert.equal(lists(scene).length, 3);
  assert.deepEqual(scene.client.chats().map((chat) => chat.chatId).sort(), ['c', 'd', 'e']);
  scene.lose();
  await scene.introduce();
  assert.equal(scene.socket.last('LIST_CHATS').since, '11');
});

test('should compare every chat when the session was not resumed, and fetch all that is missing', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push(received(1));
  scene.lose();
  await scene.introduce({ resumed: false });
  assert.equal(scene.socket.last('LIST_CHATS').since, undefined);
  await scene.answer('LIST_CHATS', chats('2', [row('c', 3)]));
  assert.equal(scene.socket.last('HISTORY').after_seq, 1);
  assert.equal(scene.socket.last('LIST_CHATS').since, '1');
  await scene.answer('HISTORY', { type: 'HISTORY_PAGE', chat_id: 'c', messages: [received(2), received(3)], more: false });
  assert.deepEqual(scene.client.chat('c').entries.map((entry) => entry.seq), [1, 2, 3]);
});

test('should fetch a single missing entry', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push(received(1));
  scene.lose();
  await scene.introduce({ resumed: false });
  await scene.answer('LIST_CHATS', chats('2', [row('c', 2)]));
  assert.equal(scene.socket.last('HISTORY').after_seq, 1);
});

test('should stay suspicious until a whole listing was answered', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.lose();
  await scene.introduce({ resumed: false });
  scene.lose();
  await scene.introduce({ resumed: true });
  assert.equal(scene.socket.last('LIST_CHATS').since, undefined);
});

test('should not pile up listings over connections that answer nothing', async () => {
  const scene = new Scene();
  for (let i = 0; i < 5; i++) {
    await scene.introduce();
    scene.lose();
  }
  await scene.introduce();
  assert.equal(lists(scene).length, 2);
  await scene.answer('LIST_CHATS', chats('7', [row('c', 1)]));
  await turn();
  assert.deepEqual(scene.client.chats().map((chat) => chat.chatId), ['c']);
});

test('should list a chat only once it is known who is in it', async () => {
  const scene = new Scene();
  await scene.introduce();
  scene.socket.push(received(1));
  assert.deepEqual(scene.client.chats(), []);
  await scene.answer('LIST_CHATS', chats('7', [row('c', 1)]));
  assert.deepEqual(scene.client.chats().map((chat) => chat.title), ['bob']);
});

test('should ask the page before the oldest entry, until there is none', async () => {
  const scene = new Scene();
  await scene.connect();
  const opened = scene.client.open('c');
  await scene.answer('HISTORY', { type: 'HISTORY_PAGE', chat_id: 'c', messages: [received(4), received(3)], more: true });
  await opened;
  const older = scene.client.loadOlder('c');
  assert.equal(scene.socket.last('HISTORY').before_seq, 3);
  await scene.answer('HISTORY', { type: 'HISTORY_PAGE', chat_id: 'c', messages: [received(2), received(1)], more: false });
  assert.equal(await older, true);
  assert.equal(await scene.client.loadOlder('c'), false);
  assert.deepEqual(scene.client.chat('c').entries.map((entry) => entry.seq), [1, 2, 3, 4]);
});

test('should ask for chats that were left since a listing of an earlier page', async () => {
  const scene = new Scene([], [], '5');
  await scene.introduce();
  assert.equal(scene.socket.last('LIST_CHATS').since, undefined);
  await scene.answer('LIST_CHATS', chats('9', [row('c', 1)]));
  assert.equal(scene.socket.last('LIST_CHATS').since, '5');
  assert.equal(scene.savedListing, '5');
  await scene.answer('LIST_CHATS', chats('9', [row('left', 3, { kind: 'group', title: 'Birds', member: false }), row('c', 1)]));
  assert.equal(scene.savedListing, '9');
  assert.deepEqual(scene.client.chats().map((chat) => [chat.title, chat.member]), [['bob', true], ['Birds', false]]);
  scene.lose();
  await scene.introduce();
  assert.equal(lists(scene).length, 1);
  assert.equal(scene.socket.last('LIST_CHATS').since, '9');
});

test('should begin anew with a server that does not know the listing', async () => {
  const scene = new Scene([], [], '5');
  await scene.introduce();
  await scene.answer('LIST_CHATS', chats('2', [row('c', 1)]));
  await scene.answer('LIST_CHATS', { type: 'ERROR', code: 'INVALID', retryable: false, message: 'since' });
  assert.equal(scene.savedListing, '2');
  assert.deepEqual(scene.client.chats().map((chat) => chat.chatId), ['c']);
});
