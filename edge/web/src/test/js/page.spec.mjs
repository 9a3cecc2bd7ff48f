// Two people in two browsers. Against a server of straw, or with GODWIT_URL against a real one.
// Run: node --test page.spec.mjs

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { startFake } from './fake/server.mjs';

const SHOTS = fileURLToPath(new URL('../../../target/screenshots/', import.meta.url));
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const POISON = ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg/onload=alert(1)>', '"><b>bold</b>',
  'javascript:alert(1)', '<iframe srcdoc="<script>parent.alert(1)</script>">', '{{constructor.constructor("alert(1)")()}}',
  '&lt;script&gt;', '<a href="javascript:alert(1)">x</a>', '<style>*{display:none}</style>', '\u202Etxt.exe', '<!--'];

const run = Date.now().toString(36);
const alice = `alice-${run}`;
const bob = `bob-${run}`;
let browser;
let fake;
let url;
let a;
let b;
let dialogs = 0;
let complaints = [];

async function enter(name, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1100, height: 720 }, colorScheme: 'light', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('dialog', (dialog) => {
    dialogs++;
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => line.text().includes('Content Security Policy') && complaints.push(line.text()));
  await page.goto(url);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('#messenger').waitFor();
  return page;
}

async function say(page, text) {
  await page.getByLabel('Message', { exact: true }).fill(text);
  await page.keyboard.press('Enter');
}

const bubble = (page, text) => page.locator('#messages .bubble', { hasText: text }).last();
const tick = (page, text, state) => bubble(page, text).locator(`.tick.${state}`).waitFor();
const shot = (page, name) => page.screenshot({ path: `${SHOTS}${name}.png` });

before(async () => {
  mkdirSync(SHOTS, { recursive: true });
  fake = process.env.GODWIT_URL ? null : await startFake();
  url = process.env.GODWIT_URL ?? fake.url;
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS, timeout: 60_000 });
});

after(async () => {
  await browser?.close();
  fake?.close();
});

test('should let two people talk, with ticks from sent over delivered to read', async () => {
  a = await enter(alice);
  await shot(a, 'empty');
  await a.getByLabel('Name of the person').fill(bob);
  await a.keyboard.press('Enter');
  await say(a, 'Are you there?');
  await tick(a, 'Are you there?', 'sent');
  b = await enter(bob);
  await tick(a, 'Are you there?', 'delivered');
  await b.locator('#chat-list .unread', { hasText: '1' }).waitFor();
  await shot(b, 'unread');
  await b.locator('#chat-list button').click();
  await tick(a, 'Are you there?', 'read');
  await say(b, 'Yes! I was out with the dog 🐕');
  await bubble(a, 'with the dog').waitFor();
  await say(a, 'مرحبا بك في غودويت');
  await say(a, `A long one: ${'word '.repeat(60)}${'x'.repeat(120)}`);
  await tick(a, 'A long one', 'read');
  await shot(a, 'talk');
});

test('should show everything again after a reload', async () => {
  await a.reload();
  await a.locator('#chat-list button').click();
  await tick(a, 'Are you there?', 'read');
  await say(a, 'back again');
  await bubble(b, 'back again').waitFor();
});

test('should send what was written while the connection was away', async () => {
  await a.context().setOffline(true);
  await a.evaluate(() => window.dispatchEvent(new Event('offline')));
  await say(a, 'into the void');
  if (await bubble(a, 'into the void').locator('.tick.pending').count() > 0) {
    await a.locator('#banner').waitFor();
    await shot(a, 'offline');
  }
  await a.context().setOffline(false);
  await tick(a, 'into the void', 'read');
  await bubble(b, 'into the void').waitFor();
  await a.locator('#banner').waitFor({ state: 'hidden' });
  assert.equal(await b.locator('#messages .bubble', { hasText: 'into the void' }).count(), 1);
});

test('should show poison as what it is: text', async () => {
  for (const text of POISON) {
    await say(a, text);
  }
  await bubble(b, POISON.at(-1)).waitFor();
  const shown = await b.locator('#messages .words').allTextContents();
  assert.deepEqual(shown.slice(-POISON.length), POISON);
  assert.equal(dialogs, 0);
});

test('should load what is older on scrolling up', async () => {
  for (let i = 1; i <= 80; i++) {
    await say(b, `line ${i}.`);
  }
  await tick(b, 'line 80.', 'delivered');
  await a.reload();
  await a.locator('#chat-list button').click();
  await bubble(a, 'line 80.').waitFor();
  for (let i = 0; i < 20 && await a.locator('#beginning').isHidden(); i++) {
    await a.locator('#scroller').hover();
    await a.mouse.wheel(0, -4_000);
    await a.waitForTimeout(150);
  }
  await a.locator('#beginning').waitFor();
  assert.equal(await a.locator('#messages .bubble', { hasText: 'Are you there?' }).count(), 1);
  const lines = (await a.locator('#messages .words').allTextContents()).filter((each) => each.startsWith('line '));
  assert.deepEqual(lines, Array.from({ length: 80 }, (_, i) => `line ${i + 1}.`));
});

test('should fit a phone, in the dark', async () => {
  const phone = await enter(bob, { viewport: { width: 390, height: 780 }, colorScheme: 'dark' });
  await phone.locator('#chat-list button').waitFor();
  await shot(phone, 'phone-list');
  await phone.locator('#chat-list button').click();
  await bubble(phone, 'line 80.').waitFor();
  await shot(phone, 'phone-talk');
  assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
  await phone.getByLabel('Back to the chats').click();
  await phone.locator('#chat-list button').waitFor();
  await phone.context().close();
});

test('should have made nobody complain', () => {
  assert.deepEqual(complaints, []);
  assert.equal(dialogs, 0);
});
