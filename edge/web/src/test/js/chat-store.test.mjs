import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChatStore, isNewer } from '../../main/resources/godwit/web/sdk/chat-store.js';

const message = (seq, sender = 'bob', more = {}) => ({
  type: 'RECEIVE_MESSAGE', chat_id: 'c', msg_id: String(1_000 + seq), seq, sender_id: sender, text: `t${seq}`, ts: seq,
  ...more,
});
const seqs = (chat) => chat.entries.map((entry) => entry.seq);

test('should compare ids as integers', () => {
  assert.equal(isNewer('10', '9'), true);
  assert.equal(isNewer('9007199254740993', '9007199254740992'), true);
  assert.equal(isNewer('1', undefined), true);
});

test('should keep entries by seq, once each, whatever order they come in', () => {
  const store = new ChatStore('alice');
  [3, 1, 2, 3, 2].forEach((seq) => store.onEntry(message(seq)));
  assert.deepEqual(seqs(store.get('c')), [1, 2, 3]);
});

test('should count others\' messages above the read mark', () => {
  const store = new ChatStore('alice');
  store.onEntry(message(1));
  store.onEntry(message(2, 'alice'));
  store.onEntry(message(3));
  store.onEntry(message(3));
  assert.equal(store.get('c').unread, 2);
  store.onRead('c', 1);
  assert.equal(store.get('c').unread, 1);
  store.onReceipt({ chat_id: 'c', seq: 3, status: 'READ', user_id: 'alice' });
  assert.equal(store.get('c').unread, 0);
});

test('should let receipts only grow, even before the SENT', () => {
  const store = new ChatStore('alice');
  store.onReceipt({ chat_id: 'c', seq: 2, status: 'READ', user_id: 'bob' });
  store.onReceipt({ chat_id: 'c', seq: 1, status: 'READ', user_id: 'bob' });
  store.onSent('c', 'hello', { msg_id: '1002', seq: 2, ts: 2, client_msg_id: 'k' });
  assert.equal(store.get('c').peersReadSeq, 2);
  assert.equal(store.get('c').peersDeliveredSeq, 2);
  assert.equal(store.get('c').lastMessage.text, 'hello');
});

test('should tell a gap once', () => {
  const store = new ChatStore('alice');
  store.onEntry(message(1));
  store.onEntry(message(4));
  assert.deepEqual(store.takeGap('c'), { after: 1, before: 4 });
  assert.equal(store.takeGap('c'), undefined);
});

test('should keep what a later version may send', () => {
  const store = new ChatStore('alice');
  assert.equal(store.onEntry({ type: 'REACTION', chat_id: 'c', msg_id: '7', seq: 1, ts: 1 }), true);
  assert.deepEqual(seqs(store.get('c')), [1]);
  assert.equal(store.get('c').unread, 0);
});

test('should list chats that were left, too, and none that only an entry named', () => {
  const store = new ChatStore('alice');
  const row = (id, ts, member) => ({ chat_id: id, kind: 'direct', peer_id: 'p', member, version: 0, last_seq: 1,
    last_message: { ...message(1), chat_id: id, msg_id: String(ts), ts } });
  store.onRow(row('a', 1, true));
  store.onRow(row('d', 3, false));
  store.onEntry({ ...message(1), chat_id: 'e' });
  assert.deepEqual(store.list().map((chat) => [chat.chatId, chat.member]), [['a', true], ['d', false]]);
});

test('should not count again what the row counted, and count what came after it', () => {
  const store = new ChatStore('alice');
  store.onRow({ chat_id: 'c', kind: 'direct', peer_id: 'bob', version: 0, last_seq: 3, read_seq: 1, unread: 2 });
  [2, 3].forEach((seq) => store.onEntry(message(seq)));
  assert.equal(store.get('c').unread, 2);
  store.onEntry(message(4));
  assert.equal(store.get('c').unread, 3);
});

test('should not lose its own newer read mark to an older row', () => {
  const store = new ChatStore('alice');
  [1, 2].forEach((seq) => store.onEntry(message(seq)));
  store.onRead('c', 2);
  store.onRow({ chat_id: 'c', kind: 'direct', peer_id: 'bob', version: 0, last_seq: 2, read_seq: 0, unread: 2 });
  assert.equal(store.get('c').unread, 0);
  assert.equal(store.get('c').readSeq, 2);
});

test('should show in a group what all others have reached', () => {
  const store = new ChatStore('alice');
  store.onRow({ chat_id: 'c', kind: 'group', title: 'g', version: 0, participants_count: 3, last_seq: 5 });
  store.onReceipt({ chat_id: 'c', seq: 5, status: 'READ', user_id: 'bob' });
  assert.equal(store.get('c').peersReadSeq, 0);
  store.onReceipt({ chat_id: 'c', seq: 4, status: 'DELIVERED', user_id: 'carol' });
  assert.equal(store.get('c').peersDeliveredSeq, 4);
  assert.equal(store.get('c').peersReadSeq, 0);
});

test('should forget the oldest entries when there are too many', () => {
  const store = new ChatStore('alice');
  for (let seq = 1; seq <= 5_001; seq++) {
    store.onEntry(message(seq));
  }
  assert.equal(store.get('c').entries.length, 2_500);
  assert.equal(store.get('c').entries[0].seq, 2_502);
  assert.equal(store.get('c').hasOlder, true);
});

test('should ignore receipts of a kind that it does not know', () => {
  const store = new ChatStore('alice');
  store.onReceipt({ chat_id: 'c', seq: 2, status: 'PLAYED', user_id: 'bob' });
  assert.equal(store.get('c')?.peersDeliveredSeq ?? 0, 0);
});
