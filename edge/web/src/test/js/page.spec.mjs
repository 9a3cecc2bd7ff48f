// Two people in two browsers. Against a server of straw, or with GODWIT_URL against a real one.
// Run: node --test page.spec.mjs

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startFake } from './fake/server.mjs';
import { People } from './page/people.mjs';
import { POISON } from './page/poison.mjs';

const run = Date.now().toString(36);
const ALICE = `alice-${run}`;
const BOB = `bob-${run}`;
const PHONE = { viewport: { width: 390, height: 780 }, colorScheme: 'dark', isMobile: true, hasTouch: true };
const LINES = 80;

const people = new People();
let fake;
let alice;
let bob;

before(async () => {
  fake = process.env.GODWIT_URL ? null : await startFake();
  await people.start(process.env.GODWIT_URL ?? fake.url);
});

after(async () => {
  await people.stop();
  fake?.close();
});

test('should let two people talk, with ticks from sent over delivered to read', async () => {
  alice = await people.enter(ALICE);
  await alice.page.getByText('No chats yet').waitFor();
  await alice.shot('wide-light-empty');
  await alice.startChat(BOB);
  await alice.say('Are you there?');
  await alice.tick('Are you there?', 'sent');
  bob = await people.enter(BOB);
  await alice.tick('Are you there?', 'delivered');
  await bob.page.locator('#chat-list .unread', { hasText: '1' }).waitFor();
  assert.equal(await bob.page.title(), '(1) Godwit');
  await bob.shot('wide-light-unread');
  await bob.openFirstChat();
  await alice.tick('Are you there?', 'read');
  assert.equal(await bob.page.title(), 'Godwit');
});

test('should let both write, in any script, and show the same order to both', async () => {
  await bob.say('Yes! I was out with the dog 🐕');
  await alice.sees('with the dog');
  await alice.say('مرحبا بك في غودويت');
  await alice.say('two\nlines');
  await alice.say(`A long one: ${'word '.repeat(60)}${'x'.repeat(120)}`);
  await alice.tick('A long one', 'read');
  await bob.say('That was long. 😀');
  await alice.sees('That was long.');
  assert.deepEqual(await alice.words(), await bob.words());
  assert.equal((await alice.words()).length, 6);
  await alice.shot('wide-light-talk');
});

test('should show everything again after a reload', async () => {
  const words = await alice.words();
  await alice.page.reload();
  await alice.openFirstChat();
  await alice.tick('Are you there?', 'read');
  assert.deepEqual(await alice.words(), words);
  await alice.say('back again');
  await bob.sees('back again');
});

test('should send what was written while the network was away, once', async () => {
  alice.loseNetwork();
  await alice.banner('No connection');
  await alice.say('into the void');
  await alice.say('and more of it');
  await alice.tick('and more of it', 'pending');
  await alice.shot('wide-light-offline');
  await bob.say('meanwhile');
  await bob.tick('meanwhile', 'sent');
  await alice.findNetwork();
  await alice.tick('and more of it', 'read');
  await alice.sees('meanwhile');
  assert.deepEqual((await bob.words()).slice(-3), ['meanwhile', 'into the void', 'and more of it']);
  assert.deepEqual(await alice.words(), await bob.words());
});

test('should send again what was not answered, also after a reload, and it is there once', async () => {
  alice.loseAnswers();
  await alice.say('swallowed');
  await bob.sees('swallowed');
  await alice.tick('swallowed', 'pending');
  alice.relay.cut();
  alice.relay.mend();
  await alice.page.reload();
  await alice.openFirstChat();
  await alice.tick('swallowed', 'read');
  await alice.findNetwork();
  await alice.say('after it');
  await bob.sees('after it');
  assert.equal(await alice.count('swallowed'), 1);
  assert.equal(await bob.count('swallowed'), 1);
  assert.deepEqual(await alice.words(), await bob.words());
});

test('should show the other one who writes', async () => {
  await alice.page.getByLabel('Message', { exact: true }).pressSequentially('I am thinking');
  await bob.sub('typing …');
  await bob.shot('wide-light-typing-real');
  await alice.page.getByLabel('Message', { exact: true }).fill('');
  await bob.page.locator('#chat-sub.typing').waitFor({ state: 'detached' });
});

test('should give up a server that says nothing for ten seconds, and come back', async () => {
  alice.loseAnswers();
  await alice.banner('No connection');
  await alice.findNetwork();
  await bob.say('still here');
  await alice.sees('still here');
});

test('should show poison as what it is: text', async () => {
  for (const text of POISON) {
    await alice.say(text);
  }
  await alice.tick(POISON.at(-1), 'read');
  await alice.page.waitForFunction(() => document.querySelectorAll('#messages .tick.pending').length === 0);
  for (const person of [alice, bob]) {
    assert.deepEqual((await person.words()).slice(-POISON.length), POISON);
    await person.assertOnlyText();
  }
});

test('should take only names that the protocol allows, and strange ones of those', async () => {
  await alice.page.getByLabel('Name of the person').fill('<img src=x>');
  await alice.page.keyboard.press('Enter');
  assert.equal(await alice.page.locator('#peer:invalid').count(), 1);
  for (const name of ['__proto__', 'constructor', `toString.${run}`, `a|b:c@d+e-_.${run}`]) {
    await alice.startChat(name);
    await alice.say(`hello ${name}`);
    await alice.tick(`hello ${name}`, 'sent');
    assert.deepEqual(await alice.words(), [`hello ${name}`]);
  }
  await alice.assertOnlyText();
});

test('should load what is older on scrolling up, and stay where it was', async () => {
  for (let i = 1; i <= LINES; i++) {
    await bob.say(`line ${i}.`);
  }
  await bob.tick(`line ${LINES}.`, 'delivered', 'read');
  await alice.page.reload();
  await alice.openFirstChat();
  await alice.sees(`line ${LINES}.`);
  // What is there before counts, or the page would be looked at before it has loaded anything.
  let shown = await alice.page.locator('#messages .bubble').count();
  for (let pages = 0; pages < 30 && await alice.page.locator('#beginning').isHidden(); pages++) {
    await alice.page.locator('#scroller').hover();
    await alice.page.mouse.wheel(0, -100_000);
    await alice.page.waitForFunction((count) => document.querySelectorAll('#messages .bubble').length > count
      || !document.getElementById('beginning').hidden, shown);
    shown = await alice.page.locator('#messages .bubble').count();
    assert.ok(await alice.page.locator('#scroller').evaluate((scroller) => scroller.scrollTop) > 0, 'jumped to the top');
  }
  const words = await alice.words();
  assert.equal(words[0], 'Are you there?');
  assert.deepEqual(words.filter((each) => each.startsWith('line ')),
    Array.from({ length: LINES }, (_, i) => `line ${i + 1}.`));
  assert.deepEqual(words.filter((each) => POISON.includes(each)), POISON);
});

test('should turn dark and light, and remember it', async () => {
  const back = () => alice.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await back();
  await alice.page.getByLabel('Light or dark').click();
  const dark = await back();
  assert.notEqual(dark, light);
  await alice.page.reload();
  await alice.openFirstChat();
  await alice.sees(`line ${LINES}.`);
  assert.equal(await back(), dark);
  await alice.shot('wide-dark-talk');
  await alice.page.getByLabel('Light or dark').click();
  assert.equal(await back(), light);
});

test('should fit a phone, in the dark', async () => {
  const phone = await people.enter(BOB, PHONE);
  await phone.page.locator('#chat-list button').waitFor();
  await phone.shot('phone-dark-list');
  await phone.page.locator('#chat-list button').first().tap();
  await phone.sees(`line ${LINES}.`);
  await phone.say('from the phone, with a_very_long_word_'.concat('x'.repeat(80)));
  await alice.sees('from the phone');
  await bob.sees('from the phone');
  await phone.tick('from the phone', 'delivered', 'read');
  await phone.shot('phone-dark-talk');
  assert.equal(await phone.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
  await phone.page.getByLabel('Back to the chats').tap();
  await phone.page.locator('#chat-list button').waitFor();
});

test('should have made nobody complain', () => people.assertAllWell());
