// People before the page: each in a browser context of their own, behind a network of their own.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { startRelay } from './relay.mjs';

const SHOTS = process.env.GODWIT_SHOTS ?? fileURLToPath(new URL('../../../../target/screenshots', import.meta.url));
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--hide-scrollbars',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const WIDE = { viewport: { width: 1100, height: 720 }, colorScheme: 'light' };
const PATIENCE = 20_000;

/** What a browser says about a network that a test has cut. */
const OF_THE_NETWORK = /^(WebSocket connection to|Failed to load resource: net::)/;

/** The tags that the page itself makes around what people wrote. */
const OWN_TAGS = ['LI', 'SPAN', 'BUTTON'];

export class People {
  #serverUrl;
  #browser;
  #all = [];

  async start(serverUrl) {
    mkdirSync(SHOTS, { recursive: true });
    this.#serverUrl = serverUrl;
    this.#browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS,
      timeout: 60_000 });
  }

  /** Signs in, in a new browser context. */
  async enter(name, options = {}) {
    const relay = await startRelay(this.#serverUrl);
    const context = await this.#browser.newContext({ ...WIDE, ...options });
    const person = new Person(name, relay, context, await context.newPage());
    this.#all.push(person);
    await person.enter();
    return person;
  }

  /** No dialog, no error, nothing that the Content Security Policy forbade, nothing that a text had run. */
  async assertAllWell() {
    for (const person of this.#all) {
      assert.deepEqual(person.complaints, [], person.name);
    }
  }

  async stop() {
    await this.#browser?.close();
    this.#all.forEach((person) => person.relay.close());
  }
}

class Person {
  complaints = [];
  isNetworkBad = false;

  constructor(name, relay, context, page) {
    Object.assign(this, { name, relay, context, page });
    page.setDefaultTimeout(PATIENCE);
    page.on('dialog', (dialog) => {
      this.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('pageerror', (error) => this.complaints.push(`error: ${error.stack}`));
    page.on('console', (line) => this.#onConsole(line.type(), line.text()));
  }

  #onConsole(type, text) {
    if (type === 'error' && !(this.isNetworkBad && OF_THE_NETWORK.test(text))) {
      this.complaints.push(`console: ${text}`);
    }
  }

  async enter() {
    await this.page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) =>
        console.error(`forbidden: ${event.violatedDirective} ${event.blockedURI}`));
    });
    await this.page.goto(this.relay.url);
    await this.page.getByLabel('Your name').fill(this.name);
    await this.page.getByRole('button', { name: 'Continue' }).click();
    await this.page.locator('#messenger').waitFor();
  }

  async startChat(peer) {
    await this.page.getByLabel('Name of the person').fill(peer);
    await this.page.keyboard.press('Enter');
    await this.page.locator('#chat-title', { hasText: peer }).waitFor();
  }

  /** Fills the dialog; `create` presses its button. */
  async fillGroup(title, names) {
    await this.page.getByRole('button', { name: 'New group' }).click();
    await this.page.locator('#group-title').fill(title);
    await this.page.getByLabel('People', { exact: true }).fill(`${names.join(', ')} `);
  }

  async createGroup(title, names) {
    await this.fillGroup(title, names);
    await this.page.getByRole('button', { name: 'Create group' }).click();
    await this.page.locator('#chat-title', { hasText: title }).waitFor();
  }

  /** The row of a chat in the list. */
  row(title) {
    return this.page.locator('#chat-list button', { has: this.page.locator('.name', { hasText: title }) });
  }

  async openChat(title) {
    await this.row(title).click();
    await this.page.locator('#chat-title', { hasText: title }).waitFor();
  }

  /** A line such as "alice added bob". */
  change(text) {
    return this.page.locator('#messages .change', { hasText: text }).last().waitFor();
  }

  changes() {
    return this.page.locator('#messages .change').allTextContents();
  }

  sub(text) {
    return this.page.locator('#chat-sub', { hasText: text }).waitFor();
  }

  async openMembers() {
    await this.page.getByRole('button', { name: 'Members', exact: true }).click();
    await this.page.locator('#member-list li').first().waitFor();
  }

  closeMembers() {
    return this.page.getByRole('button', { name: 'Close members' }).click();
  }

  member(name) {
    return this.page.locator('#member-list li', { has: this.page.locator('.name', { hasText: name }) });
  }

  /** Unfolds somebody in the list of members and presses one of the buttons. */
  async doTo(name, label) {
    await this.page.getByRole('button', { name: `More about ${name}` }).click();
    await this.member(name).getByRole('button', { name: label }).click();
  }

  openFirstChat() {
    return this.page.locator('#chat-list button').first().click();
  }

  async say(text) {
    await this.page.getByLabel('Message', { exact: true }).fill(text);
    await this.page.keyboard.press('Enter');
  }

  bubble(text) {
    return this.page.locator('#messages .bubble', { hasText: text }).last();
  }

  sees(text) {
    return this.bubble(text).waitFor();
  }

  /** Waits until an own message came so far; states are alternatives. */
  tick(text, ...states) {
    return this.bubble(text).locator(states.map((state) => `.tick.${state}`).join(', ')).waitFor();
  }

  count(text) {
    return this.page.locator('#messages .bubble', { hasText: text }).count();
  }

  words() {
    return this.page.locator('#messages .words').allTextContents();
  }

  banner(text) {
    return this.page.locator('#banner', { hasText: text }).waitFor();
  }

  /** Closes the page, as one closes a tab. */
  async leave() {
    await this.context.close();
  }

  loseNetwork() {
    this.isNetworkBad = true;
    this.relay.cut();
  }

  /** The server hears the page; the page hears nothing. */
  loseAnswers() {
    this.isNetworkBad = true;
    this.relay.swallow();
  }

  async findNetwork() {
    this.relay.mend();
    await this.page.locator('#banner').waitFor({ state: 'hidden' });
    this.isNetworkBad = false;
  }

  /** Whatever somebody wrote is text: no tag of theirs, no script of theirs. */
  async assertOnlyText() {
    const found = await this.page.evaluate(() => ({
      tags: [...new Set([...document.querySelectorAll('#messages *, #chat-list *')].map((each) => each.tagName))],
      inHeads: document.querySelectorAll('#chat-title *, #me *, #banner-text *').length,
      poisoned: String(window.poisoned),
    }));
    assert.deepEqual(found.tags.filter((tag) => !OWN_TAGS.includes(tag)), []);
    assert.equal(found.inHeads, 0);
    assert.equal(found.poisoned, 'undefined');
  }

  shot(file) {
    return this.page.screenshot({ path: `${SHOTS}/${file}.png` });
  }
}
