// The list of chats, latest activity first.

import { changeText } from './changes.js';
import { STRANGE, byId, element, makeAvatar, paintAvatar, shortText, typingText, wordsOf } from './elements.js';

/** Rows just outside the list's window count as seen. */
const MARGIN = '200px';

export class ChatList {
  #client;
  #userId;
  #onOpen;
  #selected = null;
  #rows = new Map();
  #inSight = new Set();
  #observer;

  /** @param {() => void} onSight other chats came into sight */
  constructor(client, userId, onOpen, onSight) {
    this.#client = client;
    this.#userId = userId;
    this.#onOpen = onOpen;
    this.#observer = new IntersectionObserver((seen) => {
      seen.forEach(({ target, isIntersecting }) => this.#inSight[isIntersecting ? 'add' : 'delete'](target.dataset.chat));
      onSight();
    }, { rootMargin: MARGIN });
  }

  /** Those with whom one has the direct chats in sight. */
  peersInSight() {
    return [...this.#inSight].map((chatId) => this.#client.chat(chatId)).filter((chat) => chat?.kind === 'direct')
      .map((chat) => chat.peerId);
  }

  select(chatId) {
    this.#selected = chatId;
    this.render();
  }

  render() {
    const chats = this.#client.chats();
    byId('no-chats').hidden = chats.length > 0;
    const rows = chats.map((chat) => this.#row(chat));
    const list = byId('chat-list');
    if (rows.length !== list.children.length || rows.some((row, i) => list.children[i] !== row)) {
      const focused = document.activeElement;
      list.replaceChildren(...rows);
      if (list.contains(focused)) {
        focused.focus();
      }
    }
    const unread = chats.reduce((sum, chat) => sum + chat.unread, 0);
    document.title = unread > 0 ? `(${unread}) Godwit` : 'Godwit';
  }

  #row(chat) {
    let row = this.#rows.get(chat.chatId);
    if (row === undefined) {
      row = this.#makeRow(chat.chatId);
      this.#rows.set(chat.chatId, row);
    }
    const [avatar, title, time, preview, unread] = row.firstChild.children;
    const isGroup = chat.kind === 'group';
    paintAvatar(avatar, chat.title, isGroup, !isGroup && this.#client.presence(chat.peerId)?.isOnline);
    title.firstChild.hidden = !isGroup;
    title.lastChild.textContent = chat.title;
    this.#paintLast(chat, time, preview);
    unread.textContent = chat.unread > 999 ? '999+' : chat.unread || '';
    unread.setAttribute('aria-label', chat.unread > 0 ? `${chat.unread} unread` : '');
    row.firstChild.classList.toggle('former', !chat.member);
    row.firstChild.setAttribute('aria-current', String(chat.chatId === this.#selected));
    return row;
  }

  /** What happened last: somebody writes, one's own message waits, or the newest entry. */
  #paintLast(chat, time, preview) {
    const waiting = this.#client.pending(chat.chatId).at(-1);
    const typing = typingText(this.#client.typing(chat.chatId), chat.kind === 'group');
    const last = chat.lastMessage;
    const ts = waiting?.queuedAt ?? last?.ts;
    time.textContent = ts ? shortText(ts) : '';
    preview.className = `preview${typing ? ' typing' : ''}${waiting?.failure ? ' failed' : ''}`;
    if (typing || waiting !== undefined) {
      preview.textContent = typing || `${waiting.failure ? 'Not sent:' : '🕓'} ${waiting.text.slice(0, 200)}`;
    } else {
      preview.textContent = last ? this.#preview(chat, last) : 'No messages yet';
    }
  }

  #preview(chat, last) {
    if (last.type === 'CHAT_UPDATED') {
      return changeText(last, this.#userId);
    }
    const words = (wordsOf(last) ?? STRANGE).slice(0, 200);
    if (last.sender_id === this.#userId) {
      return `You: ${words}`;
    }
    return chat.kind === 'group' && last.sender_id !== undefined ? `${last.sender_id}: ${words}` : words;
  }

  #makeRow(chatId) {
    const row = element('li', '');
    row.dataset.chat = chatId;
    const made = element('button', 'row');
    made.type = 'button';
    const title = element('span', 'title');
    const kind = element('span', 'kind');
    kind.setAttribute('role', 'img');
    kind.setAttribute('aria-label', 'Group');
    const [name, preview] = [element('span', 'name'), element('span', 'preview')];
    name.dir = preview.dir = 'auto';
    title.append(kind, name);
    made.append(makeAvatar(), title, element('span', 'time'), preview, element('span', 'unread'));
    made.onclick = () => this.#onOpen(chatId);
    row.append(made);
    this.#observer.observe(row);
    return row;
  }
}
