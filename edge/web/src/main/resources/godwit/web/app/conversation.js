// One chat: its head, messages, ticks, history on scroll, and the composer.

import { PENDING, makeBubble, makeChange, makeFailed, paintTick } from './bubble.js';
import { changeText } from './changes.js';
import { byId, dayText, element } from './elements.js';
import { Head } from './head.js';

const NEAR = 160;

/** Where a focus does not push a keyboard over half the screen. */
const WITH_KEYBOARD = matchMedia('(hover: hover)');

export class Conversation {
  #client;
  #userId;
  #head;
  #chatId = null;
  #nodes = new Map();
  #isLoading = false;
  #isDue = false;
  #wasAtEnd = true;
  #drafts = new Map();
  #scroller = byId('scroller');
  #messages = byId('messages');
  #text = byId('text');

  constructor(client, userId) {
    this.#client = client;
    this.#userId = userId;
    this.#head = new Head(client);
    this.#scroller.onscroll = () => this.#onScroll();
    addEventListener('focus', () => this.#markRead());
    addEventListener('resize', () => this.#wasAtEnd && this.#toEnd());
    document.addEventListener('visibilitychange', () => this.#markRead());
    byId('to-end').onclick = () => this.#toEnd();
    byId('composer').onsubmit = (event) => {
      event.preventDefault();
      this.#send();
    };
    this.#text.oninput = () => this.#client.typed(this.#chatId, this.#text.value);
    this.#text.onkeydown = (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#send();
      }
    };
  }

  open(chatId) {
    if (this.#chatId !== null) {
      this.#drafts.set(this.#chatId, this.#text.value);
    }
    this.#chatId = chatId;
    this.#nodes.clear();
    this.#messages.replaceChildren();
    byId('chat-error').textContent = '';
    this.#text.value = this.#drafts.get(chatId) ?? '';
    if (chatId !== null) {
      this.#render();
      this.#toEnd();
      this.#client.open(chatId).catch((refused) => this.#say(refused));
      if (WITH_KEYBOARD.matches) {
        this.#text.focus();
      }
    } else {
      this.#client.close();
    }
  }

  /** Somebody came or went. */
  onPresence() {
    const chat = this.#client.chat(this.#chatId);
    if (chat !== undefined) {
      this.#head.render(chat);
    }
  }

  /** Drawn once per frame, however much has changed. */
  onChat(chatId) {
    if (chatId === this.#chatId && !this.#isDue) {
      this.#isDue = true;
      queueMicrotask(() => {
        this.#isDue = false;
        this.#redraw();
      });
    }
  }

  #redraw() {
    const wasAtEnd = this.#isAtEnd();
    const newest = this.#client.chat(this.#chatId)?.lastSeq;
    const isMore = newest > Number(this.#messages.dataset.newest ?? 0);
    this.#render();
    if (wasAtEnd) {
      this.#toEnd();
    } else if (isMore) {
      byId('to-end').hidden = false;
    }
    this.#loadOlder();
  }

  #send() {
    const text = this.#text.value.trim();
    if (text === '' || this.#chatId === null) {
      return;
    }
    byId('chat-error').textContent = '';
    try {
      this.#client.send(this.#chatId, text);
      this.#text.value = '';
    } catch (full) {
      this.#say(full);
    }
    this.#render();
    this.#toEnd();
  }

  #render() {
    const chat = this.#client.chat(this.#chatId);
    if (chat === undefined) {
      return;
    }
    this.#head.render(chat);
    byId('beginning').hidden = !chat.isLoaded || chat.hasOlder;
    const fromEnd = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    const wanted = [...this.#answered(chat), ...this.#waiting()];
    if (wanted.length !== this.#messages.children.length || wanted.some((node, i) => this.#messages.children[i] !== node)) {
      this.#place(wanted);
      this.#scroller.scrollTop = this.#scroller.scrollHeight - fromEnd;
    }
    this.#messages.dataset.newest = chat.lastSeq;
  }

  /** Moves as little as possible: what stays is not announced again. */
  #place(wanted) {
    const stays = new Set(wanted);
    [...this.#messages.children].filter((node) => !stays.has(node)).forEach((node) => node.remove());
    wanted.forEach((node, i) => {
      if (this.#messages.children[i] !== node) {
        this.#messages.insertBefore(node, this.#messages.children[i] ?? null);
      }
    });
  }

  #answered(chat) {
    const nodes = [];
    let day = '';
    let sender = '';
    for (const entry of chat.entries) {
      const entryDay = dayText(entry.ts ?? 0);
      const isTurn = entryDay !== day || entry.sender_id !== sender;
      if (entryDay !== day) {
        nodes.push(this.#node(`day ${entryDay}`, () => element('li', 'day', entryDay)));
      }
      nodes.push(entry.type === 'CHAT_UPDATED' ? this.#change(entry) : this.#message(chat, entry, isTurn));
      day = entryDay;
      sender = entry.sender_id;
    }
    return nodes;
  }

  #change(entry) {
    return this.#node(`seq ${entry.seq}`, () => makeChange(changeText(entry, this.#userId)));
  }

  /** Whether it begins a turn may change when older entries come before it: then it is another node. */
  #message(chat, entry, isTurn) {
    const isMine = entry.sender_id === this.#userId;
    const sender = chat.kind === 'group' && isTurn && !isMine ? entry.sender_id : undefined;
    const bubble = this.#node(`seq ${entry.seq} ${isTurn}`, () => makeBubble(entry, isMine, isTurn, sender));
    if (isMine) {
      paintTick(bubble, this.#client.progress(chat.chatId, entry));
    }
    return bubble;
  }

  /** Pending messages stand last, in the order of sending. */
  #waiting() {
    return this.#client.pending(this.#chatId).map((entry) => this.#node(`key ${entry.msgId} ${entry.failure ?? ''}`,
      () => (entry.failure === undefined ? this.#makePending(entry) : this.#makeFailed(entry))));
  }

  #makePending(entry) {
    const bubble = makeBubble({ type: 'RECEIVE_MESSAGE', text: entry.text, ts: entry.queuedAt }, true, false);
    paintTick(bubble, PENDING);
    return bubble;
  }

  #makeFailed(entry) {
    const chatId = this.#chatId;
    return makeFailed(entry, () => this.#client.retry(chatId, entry.msgId), () => this.#client.discard(chatId, entry.msgId));
  }

  #node(key, make) {
    let node = this.#nodes.get(key);
    if (node === undefined) {
      node = make();
      this.#nodes.set(key, node);
    }
    return node;
  }

  #onScroll() {
    this.#wasAtEnd = this.#isAtEnd();
    if (this.#wasAtEnd) {
      byId('to-end').hidden = true;
      this.#markRead();
    }
    this.#loadOlder();
  }

  /** Near the beginning of what is here, or where it does not even fill the screen. */
  #loadOlder() {
    const chat = this.#client.chat(this.#chatId);
    if (this.#scroller.scrollTop >= NEAR || this.#isLoading || !chat?.isLoaded || !chat.hasOlder) {
      return;
    }
    this.#isLoading = true;
    byId('older').hidden = false;
    this.#client.loadOlder(chat.chatId).catch((refused) => this.#say(refused)).then((isLoaded) => {
      this.#isLoading = false;
      byId('older').hidden = true;
      if (isLoaded) {
        this.#loadOlder();
      }
    });
  }

  #toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    byId('to-end').hidden = true;
    this.#markRead();
  }

  #isAtEnd() {
    return this.#scroller.scrollHeight - this.#scroller.scrollTop - this.#scroller.clientHeight < NEAR;
  }

  #markRead() {
    if (this.#chatId !== null && document.visibilityState === 'visible' && document.hasFocus() && this.#isAtEnd()) {
      this.#client.read(this.#chatId);
    }
  }

  #say(refused) {
    byId('chat-error').textContent = refused.message;
  }
}
