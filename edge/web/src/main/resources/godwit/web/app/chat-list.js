// The list of chats, latest activity first.

import { STRANGE, byId, element, paintFace, shortText, wordsOf } from './elements.js';

export class ChatList {
  #client;
  #userId;
  #onOpen;
  #selected = null;
  #rows = new Map();

  constructor(client, userId, onOpen) {
    this.#client = client;
    this.#userId = userId;
    this.#onOpen = onOpen;
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
    const last = chat.lastMessage;
    const [face, name, time, preview, unread] = row.firstChild.children;
    paintFace(face, chat.title);
    name.textContent = chat.title;
    time.textContent = last?.ts ? shortText(last.ts) : '';
    preview.textContent = last ? this.#preview(last) : 'No messages yet';
    unread.textContent = chat.unread > 0 ? String(chat.unread) : '';
    unread.setAttribute('aria-label', chat.unread > 0 ? `${chat.unread} unread` : '');
    row.firstChild.setAttribute('aria-current', String(chat.chatId === this.#selected));
    return row;
  }

  #preview(last) {
    const words = (wordsOf(last) ?? STRANGE).slice(0, 200);
    return last.sender_id === this.#userId ? `You: ${words}` : words;
  }

  #makeRow(chatId) {
    const button = element('button', 'row');
    button.type = 'button';
    const [name, preview] = [element('span', 'name'), element('span', 'preview')];
    name.dir = preview.dir = 'auto';
    const face = element('span', 'face');
    face.setAttribute('aria-hidden', 'true');
    button.append(face, name, element('span', 'time'), preview, element('span', 'unread'));
    button.onclick = () => this.#onOpen(chatId);
    const row = element('li', '');
    row.append(button);
    return row;
  }
}
