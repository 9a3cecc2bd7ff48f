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
  assert.equal(store.takeGap('c'), 1);
  assert.equal(store.takeGap('c'), undefined);
});

test('should keep what a later version may send', () => {
  const store = new ChatStore('alice');
  assert.equal(store.onEntry({ type: 'REACTION', chat_id: 'c', msg_id: '7', seq: 1, ts: 1 }), true);
  assert.deepEqual(seqs(store.get('c')), [1]);
  assert.equal(store.get('c').unread, 0);
});

test('should list by latest activity and leave out chats that were left', () => {
  const store = new ChatStore('alice');
  const row = (id, ts, member) => ({ chat_id: id, kind: 'direct', peer_id: 'p', member, version: 0, last_seq: 1,
    last_message: { ...message(1), chat_id: id, msg_id: String(ts), ts } });
  store.onRow(row('a', 1, true));
  store.onRow(row('b', 2, true));
  store.onRow(row('d', 3, false));
  assert.deepEqual(store.list().map((chat) => chat.chatId), ['b', 'a']);
});
