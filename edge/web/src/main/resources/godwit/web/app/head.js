// What stands above a conversation: who it is with, who is there, who writes.

import { byId, makeAvatar, paintAvatar, presenceText, typingText } from './elements.js';

export class Head {
  #client;
  #avatar = makeAvatar();

  constructor(client) {
    this.#client = client;
    byId('chat-face').replaceWith(this.#avatar);
  }

  render(chat) {
    const isGroup = chat.kind === 'group';
    const presence = isGroup ? undefined : this.#client.presence(chat.peerId);
    const typing = typingText(this.#client.typing(chat.chatId), isGroup);
    paintAvatar(this.#avatar, chat.title, isGroup, presence?.isOnline);
    byId('chat-title').textContent = chat.title;
    byId('chat-sub').textContent = typing || (isGroup ? membersText(chat) : presenceText(presence));
    byId('chat-sub').classList.toggle('typing', typing !== '');
    byId('show-members').hidden = !isGroup || !chat.member;
    byId('composer').hidden = !chat.member;
    byId('former').hidden = chat.member;
  }
}

function membersText(chat) {
  if (!chat.member) {
    return 'You are no longer in this group';
  }
  return chat.participantsCount === 1 ? 'Only you' : `${chat.participantsCount} members`;
}
