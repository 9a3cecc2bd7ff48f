// People in groups, with roles, presence and two devices of one of them. Against a server of straw, or with GODWIT_URL
// against a real one. Run: node --test groups.spec.mjs

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startFake } from './fake/server.mjs';
import { People } from './page/people.mjs';
import { POISON } from './page/poison.mjs';

const run = Date.now().toString(36);
const [ALICE, BOB, CAROL, DAVE] = ['alice', 'bob', 'carol', 'dave'].map((name) => `${name}-${run}`);
const BIRDS = `Birdwatchers ${run}`;
const GODWITS = `Bar-tailed godwits ${run}`;
const PHONE = { viewport: { width: 390, height: 780 }, colorScheme: 'dark', isMobile: true, hasTouch: true };

const people = new People();
let fake;
let alice;
let laptop;
let bob;
let carol;
let dave;

before(async () => {
  fake = process.env.GODWIT_URL ? null : await startFake();
  await people.start(process.env.GODWIT_URL ?? fake.url);
  [alice, laptop, bob, carol, dave] = [await people.enter(ALICE), await people.enter(ALICE), await people.enter(BOB),
    await people.enter(CAROL), await people.enter(DAVE)];
  await Promise.all([alice, laptop, bob, carol, dave].map((each) => each.page.getByText('No chats yet').waitFor()));
});

after(async () => {
  await people.stop();
  fake?.close();
});

test('should make a group that all its members and the other device of its maker have at once', async () => {
  await alice.fillGroup(BIRDS, [BOB, CAROL]);
  await alice.shot('wide-light-new-group');
  await alice.page.getByRole('button', { name: 'Create group' }).click();
  await alice.sub('3 members');
  await Promise.all([laptop, bob, carol].map((each) => each.row(BIRDS).waitFor()));
  assert.equal(await bob.row(BIRDS).getByRole('img', { name: 'Group' }).count(), 1);
  assert.equal(await dave.row(BIRDS).count(), 0);
});

test('should say what is missing for a group', async () => {
  const { page } = alice;
  await alice.fillGroup('Nobody else', [BOB]);
  await page.getByRole('button', { name: 'Create group' }).click();
  await page.getByText('A group needs two others at least.').waitFor();
  await page.getByLabel('People', { exact: true }).fill('<b>');
  await page.getByRole('button', { name: 'Create group' }).click();
  assert.equal(await page.locator('#group-people-input:invalid').count(), 1);
  await page.keyboard.press('Escape');
  await page.locator('#new-group').waitFor({ state: 'hidden' });
  assert.equal(await alice.row('Nobody else').count(), 0);
});

test('should name who wrote, and show by how many a message was read', async () => {
  await alice.say('Who comes to the estuary on Sunday?');
  await alice.tick('Who comes', 'sent', 'delivered');
  await carol.row(BIRDS).locator('.preview', { hasText: `${ALICE}: Who comes` }).waitFor();
  await carol.row(BIRDS).locator('.unread', { hasText: '1' }).waitFor();
  await alice.tick('Who comes', 'delivered');
  await bob.openChat(BIRDS);
  await alice.bubble('Who comes').locator('.by', { hasText: 'read by 1' }).waitFor();
  await bob.say('I do, if it does not rain.');
  await carol.openChat(BIRDS);
  await carol.sees('I do, if it does not rain.');
  await carol.say('So do I.');
  await alice.tick('Who comes', 'read');
  await alice.sees('So do I.');
  assert.deepEqual(await alice.page.locator('#messages .sender').allTextContents(), [BOB, CAROL]);
  assert.deepEqual(await alice.words(), await carol.words());
});

test('should keep two devices of one user in step', async () => {
  await laptop.row(BIRDS).locator('.unread:empty').waitFor({ state: 'attached' });
  await laptop.openChat(BIRDS);
  await laptop.sees('So do I.');
  assert.deepEqual(await laptop.words(), await alice.words());
  await laptop.say('From my other device.');
  await alice.sees('From my other device.');
  assert.equal(await alice.page.locator('#messages .bubble.mine', { hasText: 'other device' }).count(), 1);
  await carol.openMembers();
  await carol.doTo(ALICE, 'Message');
  await carol.page.locator('#chat-title', { hasText: ALICE }).waitFor();
  await carol.say('Only for you');
  await Promise.all([alice, laptop].map((each) => each.row(CAROL).locator('.unread', { hasText: '1' }).waitFor()));
  await laptop.openChat(CAROL);
  await alice.row(CAROL).locator('.unread:empty').waitFor({ state: 'attached' });
  await carol.openChat(BIRDS);
});

test('should show online and last seen of those who wrote to one', async () => {
  const { page } = alice;
  await alice.row(CAROL).getByRole('img', { name: 'online' }).waitFor();
  await laptop.sub('online');
  const second = await people.enter(DAVE);
  await second.startChat(ALICE);
  await second.say('Is there room for me?');
  await alice.row(DAVE).getByRole('img', { name: 'online' }).waitFor();
  await Promise.all([second, dave].map((each) => each.leave()));
  await alice.row(DAVE).getByRole('img', { name: 'online' }).waitFor({ state: 'detached' });
  await alice.openChat(DAVE);
  await alice.sub('last seen today at');
  await alice.shot('wide-light-last-seen');
  assert.equal(await page.locator('.chat header .dot').isHidden(), true);
  dave = await people.enter(DAVE);
  await alice.sub('online');
});

test('should add somebody, who sees nothing from before', async () => {
  await alice.openChat(BIRDS);
  await alice.openMembers();
  await alice.page.getByLabel('Add people').fill(DAVE);
  await alice.page.getByRole('button', { name: 'Add', exact: true }).click();
  await alice.member(DAVE).waitFor();
  await alice.change(`You added ${DAVE}`);
  await bob.change(`${ALICE} added ${DAVE}`);
  await alice.sub('4 members');
  await dave.row(BIRDS).locator('.preview', { hasText: `${ALICE} added you` }).waitFor();
  await dave.openChat(BIRDS);
  await dave.change(`${ALICE} added you`);
  assert.deepEqual(await dave.words(), []);
  await alice.say('Welcome!');
  await dave.sees('Welcome!');
});

test('should let a role do what it may, and no more', async () => {
  await bob.openMembers();
  await bob.member(ALICE).locator('.role', { hasText: 'admin' }).waitFor();
  assert.equal(await bob.page.locator('#add-people').isHidden(), true);
  assert.equal(await bob.page.locator('#rename').isHidden(), true);
  await bob.page.getByRole('button', { name: `More about ${CAROL}` }).click();
  assert.deepEqual(await bob.member(CAROL).locator('.actions button').allTextContents(), ['Message']);
  await alice.page.getByRole('button', { name: `More about ${BOB}` }).click();
  await alice.shot('wide-light-members');
  await alice.member(BOB).getByRole('button', { name: 'Make admin' }).click();
  await alice.member(BOB).locator('.role', { hasText: 'admin' }).waitFor();
  await carol.change(`${ALICE} made ${BOB} admin`);
  await bob.page.locator('#rename').waitFor();
});

test('should rename a group for everybody', async () => {
  await bob.page.locator('#group-name').fill(GODWITS);
  await bob.page.getByRole('button', { name: 'Rename' }).click();
  await bob.change(`You renamed the group to “${GODWITS}”`);
  await Promise.all([alice, laptop, carol, dave].map((each) => each.row(GODWITS).waitFor()));
  await carol.page.locator('#chat-title', { hasText: GODWITS }).waitFor();
});

test('should show the panel beside the list, over the talk and in the dark alike', async () => {
  await bob.page.setViewportSize({ width: 900, height: 700 });
  await bob.shot('middle-light-members');
  await bob.page.setViewportSize({ width: 1100, height: 720 });
  await bob.page.getByLabel('Light or dark').click();
  await bob.shot('wide-dark-members');
  await bob.page.getByLabel('Light or dark').click();
});

test('should go by the keyboard into the members and out of them', async () => {
  const { page } = carol;
  const focused = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  await page.getByRole('button', { name: 'Members', exact: true }).focus();
  await page.keyboard.press('Enter');
  assert.equal(await focused(), 'Close members');
  await page.getByRole('button', { name: `More about ${BOB}` }).focus();
  await page.keyboard.press('Enter');
  await carol.member(BOB).getByRole('button', { name: 'Message' }).waitFor();
  assert.equal(await focused(), `More about ${BOB}`);
  await page.keyboard.press('Escape');
  await page.locator('#members').waitFor({ state: 'hidden' });
  assert.equal(await focused(), 'Members');
});

test('should remove somebody, who keeps what was and gets no more', async () => {
  await bob.doTo(DAVE, 'Remove from group');
  await dave.change(`${BOB} removed you`);
  await dave.page.getByText('You can read what was written while you were in this group.').waitFor();
  assert.equal(await dave.page.locator('#composer').isHidden(), true);
  await alice.change(`${BOB} removed ${DAVE}`);
  await alice.say('Just us three again');
  await carol.sees('Just us three again');
  await dave.row(GODWITS).locator('.preview', { hasText: 'removed you' }).waitFor();
  assert.equal(await dave.count('Just us three again'), 0);
  await dave.shot('wide-light-former');
});

test('should take somebody back, who sees what comes from then on', async () => {
  await bob.page.getByLabel('Add people').fill(DAVE);
  await bob.page.keyboard.press('Enter');
  await bob.page.getByRole('button', { name: 'Add', exact: true }).click();
  await dave.page.locator('#composer').waitFor();
  await alice.say('Back again, Dave?');
  await dave.sees('Back again, Dave?');
  assert.equal(await dave.count('Just us three again'), 0);
  await dave.say('With pleasure.');
  await carol.sees('With pleasure.');
});

test('should let the last admin leave, and somebody succeed', async () => {
  await alice.doTo(BOB, 'Remove as admin');
  await bob.page.locator('#rename').waitFor({ state: 'hidden' });
  await laptop.openChat(GODWITS);
  await laptop.openMembers();
  await laptop.page.getByRole('button', { name: 'Leave group' }).click();
  await laptop.shot('wide-light-leave');
  await laptop.page.getByRole('button', { name: 'Leave', exact: true }).click();
  await laptop.change('You left');
  await alice.change('You left');
  await carol.change(`${ALICE} left`);
  await bob.page.locator('#messages .change').last().filter({ hasText: `${ALICE} made you admin` }).waitFor();
  await bob.page.locator('#rename').waitFor();
  await alice.row(GODWITS).locator('.preview', { hasText: 'You left' }).waitFor();
});

test('should keep a group that one left, grey, with its history up to the leaving', async () => {
  const [words, changes] = [await alice.words(), await alice.changes()];
  await bob.say('without Alice');
  await carol.sees('without Alice');
  await alice.page.reload();
  await alice.row(GODWITS).locator('.preview', { hasText: 'You left' }).waitFor();
  await alice.openChat(GODWITS);
  await alice.change('You left');
  await alice.page.locator('#beginning').waitFor();
  await alice.page.getByText('You can read what was written while you were in this group.').waitFor();
  assert.deepEqual(await alice.words(), words);
  assert.deepEqual(await alice.changes(), changes);
  assert.equal(await alice.page.locator('#chat-list .former').count(), 1);
  await alice.shot('wide-light-left');
});

test('should show who writes to those who are in it, until it is sent or given up', async () => {
  await carol.openChat(GODWITS);
  await bob.openChat(GODWITS);
  await bob.page.getByLabel('Message', { exact: true }).pressSequentially('Low tide is at ');
  await carol.sub(`${BOB} is typing …`);
  await dave.row(GODWITS).locator('.typing', { hasText: `${BOB} is typing …` }).waitFor();
  await carol.shot('wide-light-typing-group');
  assert.equal(await alice.page.locator('#chat-list .typing').count(), 0);
  assert.equal(await bob.page.locator('#chat-list .typing').count(), 0);
  await bob.page.getByLabel('Message', { exact: true }).press('End');
  await bob.say('Low tide is at noon.');
  await carol.sub('3 members');
  await bob.page.getByLabel('Message', { exact: true }).pressSequentially('or');
  await carol.sub(`${BOB} is typing …`);
  await carol.sub('3 members');
  await bob.page.getByLabel('Message', { exact: true }).fill('');
});

test('should make one group though the answer was lost', async () => {
  const title = `Made once ${run}`;
  const list = bob.page.locator('#chat-list .name', { hasText: title });
  await bob.page.getByLabel('Message', { exact: true }).waitFor();
  bob.loseAnswers();
  await bob.fillGroup(title, [CAROL, DAVE]);
  await bob.page.getByRole('button', { name: 'Create group' }).click();
  await carol.row(title).waitFor();
  bob.loseNetwork();
  await bob.banner('No connection');
  await bob.findNetwork();
  await bob.page.locator('#chat-title', { hasText: title }).waitFor();
  assert.equal(await list.count(), 1);
  assert.equal(await carol.page.locator('#chat-list .name', { hasText: title }).count(), 1);
});

test('should show in the list what waits to be sent', async () => {
  bob.loseNetwork();
  await bob.banner('No connection');
  await bob.openChat(GODWITS);
  await bob.say('waits for the network');
  await bob.row(GODWITS).locator('.preview', { hasText: '🕓 waits for the network' }).waitFor();
  assert.equal(await bob.page.locator('#chat-list .name').first().textContent(), GODWITS);
  await bob.shot('wide-light-waiting');
  await bob.findNetwork();
  await bob.row(GODWITS).locator('.preview', { hasText: 'You: waits' }).waitFor();
  await carol.sees('waits for the network');
});

test('should show a poisonous title as text', async () => {
  await bob.createGroup(POISON[0], [CAROL, DAVE]);
  await bob.openMembers();
  await bob.page.locator('#group-name').fill(POISON[1]);
  await bob.page.getByRole('button', { name: 'Rename' }).click();
  await bob.change(POISON[1]);
  await carol.row(POISON[1]).waitFor();
  await bob.assertOnlyText();
  await carol.assertOnlyText();
  await bob.closeMembers();
});

test('should show all of it after a reload, in the same words', async () => {
  await carol.openChat(GODWITS);
  const [words, changes] = [await carol.words(), await carol.changes()];
  await carol.page.reload();
  await carol.openChat(GODWITS);
  await carol.sees('waits for the network');
  assert.deepEqual(await carol.words(), words);
  assert.deepEqual(await carol.changes(), changes);
  assert.equal(words.length > 5 && changes.length > 5, true);
  await carol.shot('wide-light-group');
});

test('should fit a phone, in the dark', async () => {
  const phone = await people.enter(CAROL, PHONE);
  const fits = async () => assert.equal(await phone.page.evaluate(() =>
    document.documentElement.scrollWidth <= window.innerWidth), true);
  await phone.row(GODWITS).waitFor();
  await phone.shot('phone-dark-groups');
  await phone.fillGroup('On the phone', [ALICE, BOB, DAVE]);
  await phone.shot('phone-dark-new-group');
  await fits();
  await phone.page.getByRole('button', { name: 'Cancel' }).tap();
  await Promise.all([bob, phone].map((each) => each.openChat(GODWITS)));
  await phone.say('from the phone');
  await bob.sees('from the phone');
  await phone.shot('phone-dark-group');
  await fits();
  await phone.openMembers();
  await phone.page.getByRole('button', { name: `More about ${BOB}` }).tap();
  await phone.shot('phone-dark-members');
  await fits();
  await phone.closeMembers();
  await phone.page.getByLabel('Back to the chats').tap();
  await phone.row(GODWITS).waitFor();
});

test('should have made nobody complain', () => people.assertAllWell());
