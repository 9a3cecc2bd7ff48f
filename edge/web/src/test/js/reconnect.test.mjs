import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReconnectPolicy } from '../../main/resources/godwit/web/sdk/reconnect.js';

const wait = (policy, ...close) => policy.onClosed(...close).delay;
const always = (value) => new ReconnectPolicy({ random: () => value });

test('should never come back when replaced or removed', () => {
  assert.equal(always(1).onClosed(4001, 0), null);
  assert.equal(always(1).onClosed(4403, 0), null);
});

test('should try once with a fresh token', () => {
  const policy = always(1);
  assert.equal(wait(policy, 4401, 0), 0);
  assert.equal(policy.onClosed(4401, 10), null);
  const renewed = always(1);
  renewed.onClosed(4401, 0);
  renewed.onConnected(10);
  assert.equal(wait(renewed, 4401, 20), 0);
});

test('should double up to thirty seconds and begin again after a minute connected', () => {
  const policy = always(1);
  const delays = Array.from({ length: 8 }, (_, i) => wait(policy, 1006, i));
  assert.deepEqual(delays, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  policy.onConnected(100);
  assert.equal(wait(policy, 1006, 30_000), 30_000);
  policy.onConnected(100_000);
  assert.equal(wait(policy, 1006, 160_000), 500);
});

test('should spread by chance', () => {
  assert.equal(wait(always(0), 1001, 0), 0);
  assert.equal(wait(always(0.5), 1001, 0), 250);
});

test('should try own faults at most once a minute', () => {
  const policy = always(0);
  assert.equal(wait(policy, 4400, 1_000), 0);
  assert.equal(wait(policy, 1009, 2_000), 59_000);
});

test('should wait half a minute after a flood and obey the server', () => {
  assert.equal(wait(always(0), 4429, 0), 30_000);
  assert.equal(wait(always(1), 1001, 0, 7_000), 7_000);
});
