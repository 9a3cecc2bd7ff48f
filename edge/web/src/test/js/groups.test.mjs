import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { ChatStore } from '../../main/resources/godwit/web/sdk/chat-store.js';
import { progressOf } from '../../main/resources/godwit/web/sdk/cursors.js';
import { Scene, received } from './fake/scene.mjs';

const changed = (seq, version, change, more = {}) => ({ type: 'CHAT_UPDATED', chat_id: 'c', msg_id: String(100 + seq), seq,
  version, change, by: 'bob', ts: seq, ...more });
const added = (seq, version, ...users) => changed(seq, version, 'added', { user_ids: users, user_ids_count: users.length });
const removed = (seq, version, ...users) =>
  changed(seq, version, 'removed', { user_ids: users, user_ids_count: users.length });
const created = (version = 0, more = {}) => ({ type: 'CHAT_CREATED', chat_id: 'c', kind: 'group', version, title: 'Birds',
  participants: ['bob', 'alice', 'carol'], participants_count: 3, created_by: 'bob', ...more });
const head = (version, more = {}) => ({ chat_id: 'c', kind: 'group', title: 'Birds', member: true, role: 'member', version,
  participants_count: 3, last_seq: 0, read_seq: 0, unread: 0, ...more });
const person = (user, role = 'member', delivered = 0, read = 0) =>
  ({ user_id: user, role, delivered_seq: delivered, read_seq: read });
const THREE = [person('bob', 'admin'), person('alice'), person('carol')];

function storeOfThree(version = 0) {
  const store = new ChatStore('alice');
  store.onCreated(created(version), 1);
  store.onMembers(head(version), THREE);
  return store;
}

test('should apply changes in the order of versions, each once', () => {
  const store = storeOfThree();
  const chat = store.get('c');
  store.onEntry(added(1, 1, 'dave'));
  store.onEntry(changed(2, 2, 'title', { title: 'Godwits' }));
  store.onEntry(changed(3, 3, 'role', { role: 'admin', user_ids: ['alice'], user_ids_count: 1 }));
  store.onEntry(added(1, 1, 'dave'));
  store.onEntry(removed(4, 4, 'carol'));
  assert.deepEqual([...chat.roles], [['bob', 'admin'], ['alice', 'admin'], ['dave', 'member']]);
  assert.equal(chat.title, 'Godwits');
  assert.equal(chat.role, 'admin');
  assert.equal(chat.participantsCount, 3);
  assert.equal(chat.version, 4);
  assert.equal(chat.isStale, false);
  assert.equal(chat.unread, 0);
});

test('should not apply what history repeats of older times', () => {
  const store = new ChatStore('alice');
  store.onRow(head(5, { title: 'Now', last_seq: 9 }));
  store.onPage({ chat_id: 'c', more: false, messages: [changed(2, 2, 'title', { title: 'Then' }), removed(1, 1, 'alice')] }, true);
  assert.equal(store.get('c').title, 'Now');
  assert.equal(store.get('c').member, true);
});

test('should become stale where versions are missing between, or not everybody is listed', () => {
  const skipped = storeOfThree();
  skipped.onEntry(changed(2, 2, 'title', { title: 'Godwits' }));
  assert.equal(skipped.get('c').isStale, true);
  assert.equal(skipped.get('c').title, 'Godwits');
  const short = storeOfThree();
  short.onEntry(changed(1, 1, 'added', { user_ids: ['dave'], user_ids_count: 200 }));
  assert.equal(short.get('c').isStale, true);
  assert.equal(short.get('c').participantsCount, 203);
});

test('should know that it is out of a group, and in it again', () => {
  const store = storeOfThree();
  store.onEntry(removed(1, 1, 'alice'));
  assert.equal(store.get('c').member, false);
  store.onCreated(created(7), 2);
  assert.equal(store.get('c').member, false, 'a late introduction is no invitation');
  store.onEntry(added(9, 8, 'alice'));
  assert.equal(store.get('c').member, true);
  store.onEntry(changed(10, 9, 'left', { by: 'alice' }));
  assert.equal(store.get('c').member, false);
});

test('should be out of a group it came into and out of while it was away', () => {
  const store = new ChatStore('alice');
  store.onCreated(created(6), 1);
  store.onEntry(added(3, 3, 'alice'));
  store.onEntry(removed(5, 5, 'alice'));
  assert.equal(store.get('c').member, false);
});

test('should not let an older row undo a newer change', () => {
  const store = storeOfThree();
  store.onEntry(changed(1, 1, 'title', { title: 'Godwits' }));
  store.onRow(head(0, { title: 'Birds' }));
  assert.equal(store.get('c').title, 'Godwits');
  store.onRow(head(2, { title: '', participants_count: 4 }));
  assert.equal(store.get('c').title, 'bob, carol');
  assert.equal(store.get('c').isStale, true);
});

test('should tell by whom a message was read, but not of those who came later', () => {
  const store = storeOfThree();
  store.onSent('c', 'hello', { msg_id: '101', seq: 1, ts: 1, client_msg_id: 'k' });
  const [chat, entry] = [store.get('c'), store.get('c').entries[0]];
  const receipt = (user, status) => store.onReceipt({ chat_id: 'c', seq: 1, status, user_id: user });
  assert.deepEqual(progressOf(chat, entry, 'alice'), { state: 'sent', deliveredTo: [], readBy: [], of: 2 });
  receipt('bob', 'READ');
  assert.deepEqual(progressOf(chat, entry, 'alice'), { state: 'sent', deliveredTo: ['bob'], readBy: ['bob'], of: 2 });
  receipt('carol', 'DELIVERED');
  assert.equal(progressOf(chat, entry, 'alice').state, 'delivered');
  store.onEntry(added(2, 1, 'dave'));
  store.onReceipt({ chat_id: 'c', seq: 2, status: 'READ', user_id: 'dave' });
  assert.deepEqual(progressOf(chat, entry, 'alice').readBy, ['bob']);
  receipt('carol', 'READ');
  assert.equal(progressOf(chat, entry, 'alice').state, 'read');
});

test('should tell of large groups only what all have reached', () => {
  const store = new ChatStore('alice');
  store.onCreated(created(), 1);
  store.onMembers(head(0, { participants_count: 300, peers_read_seq: 1, last_seq: 2 }),
    Array.from({ length: 300 }, (_, i) => person(i === 0 ? 'alice' : `u${i}`, 'member', 2, 1)));
  const mine = (seq) => progressOf(store.get('c'), received(seq, { sender_id: 'alice' }), 'alice');
  assert.deepEqual([mine(1), mine(2), mine(3)].map(({ state, of }) => [state, of]), [['read', 0], ['delivered', 0], ['sent', 0]]);
});

test('should let nobody who left hold back the ticks of the others', () => {
  const store = storeOfThree();
  store.onSent('c', 'hello', { msg_id: '101', seq: 1, ts: 1, client_msg_id: 'k' });
  store.onReceipt({ chat_id: 'c', seq: 1, status: 'READ', user_id: 'bob' });
  store.onEntry(removed(2, 1, 'carol'));
  assert.equal(progressOf(store.get('c'), store.get('c').entries[0], 'alice').state, 'read');
  store.onReceipt({ chat_id: 'c', seq: 1, status: 'DELIVERED', user_id: 'carol' });
  assert.equal(store.get('c').cursors.has('carol'), false);
});

test('should take the status that history gives where receipts are not told', () => {
  const store = new ChatStore('alice');
  store.onRow(head(0, { participants_count: 500, last_seq: 1 }));
  store.onPage({ chat_id: 'c', more: false, messages: [received(1, { sender_id: 'alice', status: 3 })] }, true);
  assert.equal(progressOf(store.get('c'), store.get('c').entries[0], 'alice').state, 'read');
});

test('should ask for a group by the same key until it is answered, over connections and reloads', async () => {
  const scene = new Scene();
  await scene.connect();
  const asked = scene.client.createGroup(['bob', 'carol'], 'Birds');
  const first = scene.socket.last('CREATE_CHAT');
  assert.deepEqual(first.participant_ids, ['bob', 'carol']);
  assert.equal(scene.savedGroups.length, 1);
  scene.lose();
  await scene.introduce();
  assert.equal(scene.socket.last('CREATE_CHAT').client_chat_id, first.client_chat_id);
  const later = new Scene([], scene.savedGroups);
  await later.connect();
  assert.equal(later.socket.last('CREATE_CHAT').client_chat_id, first.client_chat_id);
  await later.answer('CREATE_CHAT', created(0, { client_chat_id: first.client_chat_id, created_by: 'alice' }));
  assert.equal(later.savedGroups.length, 0);
  assert.equal(later.client.chat('c').role, 'admin');
  void asked;
});

test('should give up a group that is refused', async () => {
  const scene = new Scene();
  await scene.connect();
  const asked = scene.client.createGroup(['bob', 'carol'], 'Birds');
  await Promise.all([assert.rejects(asked, { code: 'INVALID' }),
    scene.answer('CREATE_CHAT', { type: 'ERROR', code: 'INVALID', retryable: false, message: 'no' })]);
  assert.equal(scene.savedGroups.length, 0);
});

test('should take a change that answers as the entry that it is, and acknowledge it', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push(created(0, { created_by: 'alice' }));
  const asked = scene.client.rename('c', 'Godwits');
  assert.deepEqual(scene.socket.last('UPDATE_CHAT'), { type: 'UPDATE_CHAT', chat_id: 'c', title: 'Godwits', req_id: '2' });
  await scene.answer('UPDATE_CHAT', changed(1, 1, 'title', { title: 'Godwits', by: 'alice' }));
  await asked;
  assert.equal(scene.client.chat('c').title, 'Godwits');
  assert.equal(scene.socket.last('MESSAGE_ACK').msg_id, '101');
  const again = scene.client.rename('c', 'Godwits');
  await scene.answer('UPDATE_CHAT', { type: 'CHAT_UPDATED', chat_id: 'c', version: 1, change: 'none' });
  await again;
  assert.equal(scene.client.chat('c').entries.length, 1);
});

test('should take a refusal of what it asked twice as done, and of what it asked once as refused', async () => {
  const scene = new Scene();
  await scene.connect();
  const no = { type: 'ERROR', code: 'FORBIDDEN', retryable: false, message: 'no' };
  const refused = scene.client.leave('c');
  await Promise.all([assert.rejects(refused, { code: 'FORBIDDEN' }), scene.answer('LEAVE_CHAT', no)]);
  const left = scene.client.leave('c');
  scene.lose();
  await scene.introduce();
  await scene.answer('LEAVE_CHAT', no);
  await left;
});

test('should send many names in several commands', async () => {
  const scene = new Scene();
  await scene.connect();
  const users = Array.from({ length: 501 }, (_, i) => `u${i}`);
  const asked = scene.client.addMembers('c', [...users, 'u0']);
  assert.equal(scene.socket.last('ADD_PARTICIPANTS').user_ids.length, 500);
  await scene.answer('ADD_PARTICIPANTS', { type: 'CHAT_UPDATED', chat_id: 'c', version: 1, change: 'none' });
  assert.deepEqual(scene.socket.last('ADD_PARTICIPANTS').user_ids, ['u500']);
  await scene.answer('ADD_PARTICIPANTS', { type: 'CHAT_UPDATED', chat_id: 'c', version: 1, change: 'none' });
  await asked;
});

const page = (version, participants, more = {}) => ({ type: 'CHAT', ...head(version), participants, ...more });
const gets = (scene) => scene.socket.sent.filter((frame) => frame.type === 'GET_CHAT');

test('should read the members of a group that is opened, page by page, and on each connection', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push(created());
  scene.client.open('c').catch(() => {});
  await scene.answer('GET_CHAT', page(0, [person('bob', 'admin'), person('alice')], { next: 'n' }));
  assert.equal(scene.socket.last('GET_CHAT').cursor, 'n');
  await scene.answer('GET_CHAT', page(0, [person('carol')]));
  assert.deepEqual([...scene.client.chat('c').roles.keys()], ['bob', 'alice', 'carol']);
  scene.client.open('c').catch(() => {});
  assert.equal(gets(scene).length, 2);
  scene.lose();
  await scene.introduce();
  assert.equal(gets(scene).length, 1);
  scene.client.close();
  scene.lose();
  await scene.introduce();
  await scene.answer('GET_CHAT', page(0, THREE));
  assert.equal(gets(scene).length, 2, 'the one under way is repeated, and anew as it may be of two connections');
});

test('should read the members anew when the group changed meanwhile', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push(created());
  scene.client.open('c').catch(() => {});
  scene.socket.push(added(1, 1, 'dave'));
  await scene.answer('GET_CHAT', page(0, THREE));
  assert.equal(gets(scene).length, 2);
  await scene.answer('GET_CHAT', page(1, [...THREE, person('dave')], { participants_count: 4 }));
  assert.equal(scene.client.chat('c').roles.size, 4);
  assert.equal(gets(scene).length, 2);
});

test('should ask for a group when a version is missing, also when it is not open', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push(created());
  scene.socket.push(changed(4, 4, 'title', { title: 'Godwits' }));
  assert.equal(gets(scene).length, 1);
  await scene.answer('GET_CHAT', page(4, THREE, { title: 'Godwits' }));
  assert.equal(gets(scene).length, 1);
  scene.socket.push(added(5, 5, 'dave'));
  assert.equal(gets(scene).length, 1);
});

test('should move READ over the changes that others made', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push(created());
  scene.socket.push(changed(1, 1, 'title', { title: 'Godwits' }));
  scene.socket.push(changed(2, 2, 'title', { title: 'Birds', by: 'alice' }));
  scene.client.read('c');
  assert.equal(scene.socket.last('MESSAGE_ACK').status, 'READ');
  assert.equal(scene.socket.last('MESSAGE_ACK').msg_id, '101');
});

test('should put a chat with an unsent message first', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push(created());
  scene.socket.push({ ...created(), chat_id: 'd', title: 'Fish' });
  scene.socket.push({ ...received(1), chat_id: 'd', ts: 1_500 });
  scene.now = 2_000;
  assert.deepEqual(scene.client.chats().map((chat) => chat.chatId), ['d', 'c']);
  scene.client.send('c', 'waits');
  assert.deepEqual(scene.client.chats().map((chat) => chat.chatId), ['c', 'd']);
});

test('should show who writes until it fades, stops or is sent', async () => {
  const scene = new Scene();
  await scene.connect();
  scene.socket.push(created());
  const typing = (user, state) => scene.socket.push({ type: 'TYPING', chat_id: 'c', user_id: user, state });
  ['bob', 'carol', 'dave', 'alice'].forEach((user) => typing(user, 'start'));
  assert.deepEqual(scene.client.typing('c'), ['bob', 'carol', 'dave']);
  typing('bob', 'stop');
  scene.socket.push(received(1, { sender_id: 'carol' }));
  assert.deepEqual(scene.client.typing('c'), ['dave']);
  let told = 0;
  scene.client.addEventListener('chat', () => { told++; });
  scene.tick(6_000);
  assert.deepEqual(scene.client.typing('c'), []);
  assert.equal(told, 1);
  assert.equal(scene.socket.last('TYPING'), undefined);
  await turn();
});
