// The page: signs in, holds the client, and joins it with the views.

import { GodwitClient, startTicker } from '/sdk/index.js';
import { paintBanner } from './banner.js';
import { ChatList } from './chat-list.js';
import { Conversation } from './conversation.js';
import { byId, paintFace } from './elements.js';
import { kept, keptGroups, keptListing, keptOutbox } from './kept.js';
import { Members } from './members.js';
import { NewGroup } from './new-group.js';
import { startTheme } from './theme.js';
import { Watcher } from './watcher.js';

async function token(userId) {
  const answer = await fetch('/dev/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ user_id: userId }),
  });
  if (!answer.ok) {
    const failure = new Error(answer.status === 404
      ? 'This server does not hand out names; it is not started by godwit up.'
      : `The server did not let you in (HTTP ${answer.status}).`);
    const seconds = Number(answer.headers.get('Retry-After') ?? NaN);
    failure.retryAfterMs = Number.isNaN(seconds) ? undefined : seconds * 1_000;
    throw failure;
  }
  return (await answer.json()).token;
}

async function messenger(userId) {
  const deviceId = await kept.deviceId(userId);
  const client = new GodwitClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`,
    userId,
    deviceId,
    token: () => token(userId),
    keep: keptOutbox(userId, deviceId),
    keepGroups: keptGroups(userId, deviceId),
    keepListing: keptListing(userId),
  });
  const conversation = new Conversation(client, userId);
  const watcher = new Watcher(client, userId, () => list.peersInSight());
  const list = new ChatList(client, userId, (chatId) => open(chatId), () => watcher.look());
  const members = new Members(client, userId, (peer) => startChat(client, peer, open));
  new NewGroup(client, userId, open);

  function open(chatId) {
    byId('messenger').classList.toggle('open', chatId !== null);
    list.select(chatId);
    members.onChat(chatId);
    conversation.open(chatId);
    watcher.onChat(chatId);
  }

  byId('me').textContent = userId;
  paintFace(byId('my-face'), userId);
  byId('back').onclick = () => open(null);
  byId('use-here').onclick = () => client.start();
  byId('new-chat').onsubmit = (event) => {
    event.preventDefault();
    void startFromField(client, userId, open);
  };
  client.addEventListener('state', ({ detail }) => paintBanner(detail));
  const drawPeople = oncePerFrame(() => {
    conversation.onPresence();
    members.render();
    list.render();
  });
  client.addEventListener('chats', () => list.render());
  client.addEventListener('chat', ({ detail }) => {
    conversation.onChat(detail);
    members.render();
    watcher.look();
  });
  client.addEventListener('presence', drawPeople);
  addEventListener('online', () => client.wake());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && client.wake());
  startTicker(() => client.onTick());
  client.start();
}

/** However many come and go at once are drawn once. */
function oncePerFrame(draw) {
  let isDue = false;
  return () => {
    if (!isDue) {
      isDue = true;
      requestAnimationFrame(() => {
        isDue = false;
        draw();
      });
    }
  };
}

async function startFromField(client, userId, open) {
  const name = byId('peer').value.trim();
  byId('chats-error').textContent = name === userId ? 'That is you. Enter another name.' : '';
  if (name !== '' && name !== userId && await startChat(client, name, open)) {
    byId('peer').value = '';
  }
}

/** @returns {Promise<boolean>} whether there is a chat with that person now */
async function startChat(client, name, open) {
  try {
    open(await client.createDirect(name));
    return true;
  } catch (refused) {
    byId('chats-error').textContent = `No chat with ${name}: ${refused.message}`;
    return false;
  }
}

function signIn() {
  byId('sign-in').hidden = false;
  byId('sign-in-form').onsubmit = async (event) => {
    event.preventDefault();
    const name = byId('name').value.trim();
    try {
      await token(name);
      kept.setUser(name);
      location.reload();
    } catch (failed) {
      byId('sign-in-error').textContent = failed instanceof TypeError ? 'The server can\'t be reached.' : failed.message;
    }
  };
  byId('name').value = kept.lastUser();
  byId('name').select();
}

startTheme(byId('theme'));
byId('sign-out').onclick = () => {
  kept.setUser(null);
  location.reload();
};
const user = kept.user();
if (user === null) {
  signIn();
} else {
  byId('messenger').hidden = false;
  void messenger(user);
}
