// One chat: its messages, ticks, history on scroll, and the composer.

import { dayText, element, timeText, wordsOf } from './elements.js';

const NEAR = 120;
const TICKS = { sent: '✓', delivered: '✓✓', read: '✓✓', pending: '🕓' };

export class Conversation {
  #client;
  #userId;
  #chatId = null;
  #bubbles = new Map();
  #isLoading = false;
  #scroller = document.getElementById('scroller');
  #messages = document.getElementById('messages');
  #text = document.getElementById('text');

  constructor(client, userId) {
    this.#client = client;
    this.#userId = userId;
    this.#scroller.onscroll = () => this.#onScroll();
    addEventListener('focus', () => this.#markRead());
    document.addEventListener('visibilitychange', () => this.#markRead());
    const composer = document.getElementById('composer');
    composer.onsubmit = (event) => {
      event.preventDefault();
      this.#send();
    };
    this.#text.onkeydown = (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#send();
      }
    };
  }

  open(chatId) {
    this.#chatId = chatId;
    this.#bubbles.clear();
    this.#messages.replaceChildren();
    document.getElementById('chat-error').textContent = '';
    if (chatId === null) {
      return;
    }
    this.#render(true);
    this.#client.open(chatId).catch((refused) => this.#say(refused));
    this.#text.focus();
  }

  onChat(chatId) {
    if (chatId === this.#chatId) {
      this.#render(this.#isAtEnd());
    }
  }

  #send() {
    const text = this.#text.value.trim();
    if (text !== '' && this.#chatId !== null) {
      document.getElementById('chat-error').textContent = '';
      this.#text.value = '';
      this.#client.send(this.#chatId, text);
      this.#render(true);
    }
  }

  #render(toEnd) {
    const chat = this.#client.chat(this.#chatId);
    if (chat === undefined) {
      return;
    }
    document.getElementById('chat-title').textContent = chat.title;
    document.getElementById('beginning').hidden = !chat.isLoaded || chat.hasOlder;
    const fromEnd = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    this.#messages.replaceChildren(...this.#nodes(chat));
    this.#scroller.scrollTop = toEnd ? this.#scroller.scrollHeight : this.#scroller.scrollHeight - fromEnd;
    if (toEnd) {
      this.#markRead();
    }
  }

  /** Answered messages by seq, then the pending ones in the order of sending. */
  #nodes(chat) {
    const nodes = [];
    let day = '';
    for (const entry of chat.entries) {
      const entryDay = dayText(entry.ts);
      if (entryDay !== day) {
        day = entryDay;
        nodes.push(this.#node(`day ${entryDay}`, () => element('li', 'day', entryDay)));
      }
      nodes.push(this.#bubble(`seq ${entry.seq}`, entry, this.#tick(chat, entry)));
    }
    for (const { msgId, text, queuedAt } of this.#client.pending(chat.chatId)) {
      const entry = { type: 'RECEIVE_MESSAGE', sender_id: this.#userId, text, ts: queuedAt };
      nodes.push(this.#bubble(`pending ${msgId}`, entry, 'pending'));
    }
    return nodes;
  }

  #bubble(key, entry, tick) {
    const bubble = this.#node(key, () => this.#makeBubble(entry));
    const mark = bubble.querySelector('.tick');
    if (mark !== null && mark.dataset.tick !== tick) {
      mark.dataset.tick = tick;
      mark.textContent = TICKS[tick];
      mark.className = `tick ${tick}`;
      mark.title = tick;
      mark.setAttribute('aria-label', tick);
    }
    return bubble;
  }

  #makeBubble(entry) {
    const isMine = entry.sender_id === this.#userId;
    const bubble = element('li', `bubble${isMine ? ' mine' : ''}`);
    const foot = element('span', 'foot', timeText(entry.ts));
    if (isMine) {
      foot.append(' ', element('span', 'tick'));
    }
    bubble.append(element('span', 'words', wordsOf(entry)), foot);
    return bubble;
  }

  #node(key, make) {
    let node = this.#bubbles.get(key);
    if (node === undefined) {
      node = make();
      this.#bubbles.set(key, node);
    }
    return node;
  }

  #tick(chat, entry) {
    if (entry.seq <= (chat.peersReadSeq ?? 0)) {
      return 'read';
    }
    return entry.seq <= (chat.peersDeliveredSeq ?? 0) ? 'delivered' : 'sent';
  }

  #onScroll() {
    if (this.#isAtEnd()) {
      this.#markRead();
    }
    if (this.#scroller.scrollTop < NEAR && !this.#isLoading && this.#chatId !== null) {
      this.#isLoading = true;
      this.#client.loadOlder(this.#chatId)
        .catch((refused) => this.#say(refused))
        .finally(() => { this.#isLoading = false; });
    }
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
    document.getElementById('chat-error').textContent = refused.message;
  }
}
