// The page: signs in, holds the client, and joins it with the views.

import { GodwitClient, startTicker } from '/sdk/index.js';
import { ChatList } from './chat-list.js';
import { Conversation } from './conversation.js';
import { kept, keptOutbox } from './kept.js';

const byId = (id) => document.getElementById(id);
const STATES = {
  connecting: 'connecting …',
  online: 'online',
  offline: 'offline, trying again …',
  replaced: 'opened elsewhere. Reload to use it here.',
  removed: 'this device was removed.',
  unauthenticated: 'not allowed in. Leave and enter again.',
};

async function token(userId) {
  const answer = await fetch('/dev/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user_id: userId }),
  });
  if (!answer.ok) {
    throw new Error(`no token: HTTP ${answer.status}`);
  }
  return (await answer.json()).token;
}

function messenger(userId) {
  const client = new GodwitClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`,
    userId,
    deviceId: kept.deviceId(userId),
    token: () => token(userId),
    keep: keptOutbox(userId),
  });
  const conversation = new Conversation(client, userId);
  const list = new ChatList(client, (chatId) => open(chatId));

  function open(chatId) {
    byId('messenger').classList.toggle('open', chatId !== null);
    list.select(chatId);
    conversation.open(chatId);
  }

  byId('me').textContent = userId;
  byId('back').onclick = () => open(null);
  byId('new-chat').onsubmit = (event) => {
    event.preventDefault();
    void startChat(client, open);
  };
  client.addEventListener('state', ({ detail }) => {
    byId('state').textContent = STATES[detail.reason] ?? STATES[detail.state] ?? '';
  });
  client.addEventListener('chats', () => list.render());
  client.addEventListener('chat', ({ detail }) => conversation.onChat(detail));
  client.addEventListener('failed', ({ detail }) => {
    byId('chat-error').textContent = `Not sent: ${detail.message}`;
  });
  addEventListener('online', () => client.wake());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && client.wake());
  startTicker(() => client.onTick());
  client.start();
}

async function startChat(client, open) {
  const peer = byId('peer');
  byId('chats-error').textContent = '';
  try {
    const chatId = await client.createDirect(peer.value.trim());
    peer.value = '';
    open(chatId);
  } catch (refused) {
    byId('chats-error').textContent = refused.message;
  }
}

function signIn() {
  byId('sign-in').hidden = false;
  byId('sign-in-form').onsubmit = (event) => {
    event.preventDefault();
    const name = byId('name').value.trim();
    token(name).then(
      () => {
        kept.setUser(name);
        location.reload();
      },
      (failed) => {
        byId('sign-in-error').textContent = failed.message;
      });
  };
  byId('name').value = kept.lastUser();
  byId('name').select();
}

byId('sign-out').onclick = () => {
  kept.setUser(null);
  location.reload();
};
const user = kept.user();
if (user === null) {
  signIn();
} else {
  byId('messenger').hidden = false;
  messenger(user);
}
