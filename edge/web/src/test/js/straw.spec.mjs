// What only a server of straw does at the right moment: hostile names, refusals, farewells.
// Run: node --test straw.spec.mjs

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startFake } from './fake/server.mjs';
import { People } from './page/people.mjs';
import { POISON } from './page/poison.mjs';

const people = new People();
let fake;
let alice;

before(async () => {
  fake = await startFake();
  await people.start(fake.url);
  alice = await people.enter('alice');
  await alice.startChat('bob');
  await alice.say('hello');
  await alice.tick('hello', 'sent');
});

after(async () => {
  await people.stop();
  fake?.close();
});

test('should show names of chats and people as text, whatever a server lets them be', async () => {
  POISON.forEach((poison, i) => {
    fake.push('alice', { type: 'CHAT_CREATED', chat_id: `group-${i}`, kind: 'group', version: 0, title: poison,
      participants: ['alice', 'bob', poison], participants_count: 3, created_by: poison });
    fake.push('alice', { type: 'RECEIVE_MESSAGE', chat_id: `group-${i}`, msg_id: String(5_000 + i), seq: 1,
      sender_id: poison, client_msg_id: poison, text: poison, ts: i });
    fake.push('alice', { type: poison, chat_id: `group-${i}`, msg_id: String(6_000 + i), seq: 2, text: poison, ts: i });
  });
  const names = alice.page.locator('#chat-list .name');
  await names.nth(POISON.length).waitFor({ state: 'attached' });
  const shown = await names.allTextContents();
  assert.deepEqual([...shown].sort(), ['bob', ...POISON].sort());
  await alice.assertOnlyText();
  const row = alice.page.locator('#chat-list button').nth(shown.indexOf(POISON[0]));
  await row.click();
  await alice.page.locator('#chat-title', { hasText: POISON[0] }).waitFor();
  await alice.page.locator('#chat-error', { hasText: 'no such chat' }).waitFor();
  assert.deepEqual(await alice.words(), [POISON[0], 'Not supported by this version']);
  await alice.assertOnlyText();
  await alice.page.locator('#chat-list button', { hasText: 'bob' }).last().click();
  await alice.sees('hello');
});

test('should show who is typing, in the head and in the list', async () => {
  const { page } = alice;
  fake.push('alice', { type: 'TYPING', chat_id: 'alice~bob', user_id: 'bob', state: 'start' });
  await alice.sub('typing …');
  await page.locator('#chat-list .typing', { hasText: 'typing …' }).waitFor();
  await alice.shot('wide-light-typing');
  fake.push('alice', { type: 'TYPING', chat_id: 'alice~bob', user_id: 'bob', state: 'stop' });
  await page.locator('#chat-list .typing').waitFor({ state: 'detached' });
  fake.push('alice', { type: 'TYPING', chat_id: 'group-1', user_id: POISON[0], state: 'start' });
  await page.locator('#chat-list .typing', { hasText: `${POISON[0]} is typing …` }).waitFor();
  await alice.assertOnlyText();
});

test('should say that a message was refused, as text, and send or forget it as its sender likes', async () => {
  fake.refuseNext({ code: 'INVALID', retryable: false }, { code: '<b>NEW</b>', retryable: false });
  await alice.say('refused first');
  await alice.say('refused second');
  const failed = (text) => alice.page.locator('#messages .failed', { hasText: text });
  await failed('the server does not take it').waitFor();
  await failed('<b>NEW</b>').waitFor();
  await alice.shot('wide-light-refused');
  await failed('refused first').getByRole('button', { name: 'Try again' }).click();
  await alice.tick('refused first', 'sent');
  await failed('refused second').getByRole('button', { name: 'Discard' }).click();
  await failed('refused second').waitFor({ state: 'detached' });
  assert.equal(await alice.count('refused second'), 0);
  await alice.assertOnlyText();
});

test('should send again what was refused for now, in order', async () => {
  fake.refuseNext({ code: 'UNAVAILABLE', retryable: true }, { code: 'UNAVAILABLE', retryable: true });
  await alice.say('one of three');
  await alice.say('two of three');
  await alice.say('three of three');
  await alice.tick('three of three', 'sent');
  assert.deepEqual((await alice.words()).slice(-3), ['one of three', 'two of three', 'three of three']);
});

test('should renew its token on the live connection', async () => {
  const connects = fake.connects;
  const renewed = fake.nextConnect();
  fake.push('alice', { type: 'GOAWAY', reason: 'token_expired' });
  await renewed;
  await alice.say('with a new token');
  await alice.tick('with a new token', 'sent');
  assert.equal(fake.connects, connects + 1);
  assert.equal(await alice.page.locator('#banner').isHidden(), true);
});

test('should leave the device to another window, and take it back when asked', async () => {
  const connects = fake.connects;
  fake.push('alice', { type: 'GOAWAY', reason: 'replaced' });
  fake.closeWith('alice', 4001);
  await alice.banner('open in another window');
  await alice.shot('wide-light-replaced');
  assert.equal(fake.connects, connects);
  await alice.page.getByRole('button', { name: 'Use here' }).click();
  await alice.page.locator('#banner').waitFor({ state: 'hidden' });
  await alice.say('back here');
  await alice.tick('back here', 'sent');
});

test('should come back by itself from a server that goes', async () => {
  fake.push('alice', { type: 'GOAWAY', reason: 'drain', reconnect_after_ms: 700 });
  fake.closeWith('alice', 1001);
  await alice.banner('No connection');
  await alice.page.locator('#banner').waitFor({ state: 'hidden' });
  await alice.say('after the drain');
  await alice.tick('after the drain', 'sent');
});

test('should say that it was removed, and stay away', async () => {
  const connects = fake.connects;
  fake.push('alice', { type: 'GOAWAY', reason: 'removed' });
  fake.closeWith('alice', 4403);
  await alice.banner('This device was removed');
  assert.equal(await alice.page.getByRole('button', { name: 'Use here' }).isHidden(), true);
  assert.equal(fake.connects, connects);
});

test('should have made nobody complain', () => people.assertAllWell());
