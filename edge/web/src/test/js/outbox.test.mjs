import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbox } from '../../main/resources/godwit/web/sdk/outbox.js';

const ids = (entries) => entries.map((entry) => entry.msgId);

function connected(inFlight, ...sends) {
  const outbox = new Outbox();
  outbox.onConnected(inFlight);
  sends.forEach(([chat, id]) => outbox.add(chat, id, 'text', 0));
  return outbox;
}

test('should keep what is unanswered over a reload', () => {
  let saved = [];
  const outbox = new Outbox([], (entries) => { saved = entries; });
  outbox.add('c', '1', 'one', 5);
  outbox.add('c', '2', 'two', 6);
  outbox.remove('1');
  const again = new Outbox(JSON.parse(JSON.stringify(saved)));
  again.onConnected(32);
  assert.deepEqual(again.take(0).map(({ msgId, text }) => [msgId, text]), [['2', 'two']]);
});

test('should send again in order after a reconnect, before anything new', () => {
  const outbox = connected(32, ['a', '1'], ['b', '2']);
  outbox.take(0);
  outbox.onConnected(32);
  outbox.add('a', '3', 'text', 0);
  assert.deepEqual(ids(outbox.take(0)), ['1', '2', '3']);
});

test('should keep the newest send within the window of the oldest unanswered', () => {
  const outbox = connected(2, ['a', '1'], ['a', '2'], ['a', '3'], ['a', '4']);
  assert.deepEqual(ids(outbox.take(0)), ['1', '2']);
  outbox.remove('2');
  assert.deepEqual(ids(outbox.take(0)), []);
  outbox.remove('1');
  assert.deepEqual(ids(outbox.take(0)), ['3', '4']);
});

test('should repeat a refused message and what followed in its chat, in order, after the pause', () => {
  const outbox = connected(32, ['a', '1'], ['a', '2'], ['b', '3'], ['a', '4']);
  outbox.take(0);
  outbox.onRefused('2', true, 'UNAVAILABLE', 300, 0);
  outbox.onRefused('4', true, 'UNAVAILABLE', 300, 1);
  assert.deepEqual(ids(outbox.take(200)), []);
  assert.deepEqual(ids(outbox.take(301)), ['2', '4']);
});

test('should not pause longer for the refusals that follow the first', () => {
  const outbox = connected(32, ['a', '1'], ['a', '2']);
  outbox.take(0);
  outbox.onRefused('1', true, 'RATE_LIMITED', 100, 0);
  outbox.onRefused('2', true, 'RATE_LIMITED', 9_000, 0);
  assert.deepEqual(ids(outbox.take(100)), ['1', '2']);
});

test('should keep what is refused for good as failed, and let the next go on', () => {
  const outbox = connected(1, ['a', '1'], ['a', '2']);
  outbox.take(0);
  assert.equal(outbox.onRefused('1', false, 'INVALID', undefined, 0).msgId, '1');
  assert.equal(outbox.ofChat('a')[0].failure, 'INVALID');
  assert.equal(outbox.onRefused('1', false, 'INVALID', undefined, 0), undefined);
  assert.deepEqual(ids(outbox.take(0)), ['2']);
});

test('should repeat what a live connection leaves unanswered, and give it up after five times', () => {
  const outbox = connected(32, ['a', '1'], ['a', '2']);
  let now = 0;
  for (let i = 0; i < 5; i++) {
    assert.deepEqual(ids(outbox.take(now)), ['1', '2']);
    now += 30_000;
    outbox.onTick(now);
  }
  assert.equal(outbox.ofChat('a')[0].failure, 'UNANSWERED');
  assert.deepEqual(ids(outbox.take(now)), ['2']);
});

test('should refuse more than it can hold', () => {
  const outbox = connected(1, ...Array.from({ length: 500 }, (_, i) => ['a', String(i)]));
  assert.throws(() => outbox.add('a', 'one more', 'text', 0), { name: 'OutboxFullError' });
});
