// The list of chats, latest activity first.

import { element, timeText, wordsOf } from './elements.js';

export class ChatList {
  #client;
  #onOpen;
  #selected = null;
  #rows = new Map();

  constructor(client, onOpen) {
    this.#client = client;
    this.#onOpen = onOpen;
  }

  select(chatId) {
    this.#selected = chatId;
    this.render();
  }

  render() {
    const chats = this.#client.chats();
    document.getElementById('no-chats').hidden = chats.length > 0;
    const rows = chats.map((chat) => this.#row(chat));
    const list = document.getElementById('chat-list');
    if (rows.some((row, i) => list.children[i] !== row) || list.children.length !== rows.length) {
      list.replaceChildren(...rows);
    }
  }

  #row(chat) {
    let row = this.#rows.get(chat.chatId);
    if (row === undefined) {
      row = this.#makeRow(chat.chatId);
      this.#rows.set(chat.chatId, row);
    }
    const last = chat.lastMessage;
    const [name, time, preview, unread] = row.firstChild.children;
    name.textContent = chat.title;
    time.textContent = last?.ts ? timeText(last.ts) : '';
    preview.textContent = last ? wordsOf(last) : '';
    unread.textContent = chat.unread > 0 ? String(chat.unread) : '';
    unread.title = chat.unread > 0 ? 'unread' : '';
    row.firstChild.setAttribute('aria-current', String(chat.chatId === this.#selected));
    return row;
  }

  #makeRow(chatId) {
    const button = element('button', 'row');
    button.type = 'button';
    button.append(element('span', 'name'), element('span', 'time'), element('span', 'preview'),
      element('span', 'unread'));
    button.onclick = () => this.#onOpen(chatId);
    const row = element('li', '');
    row.append(button);
    return row;
  }
}
