// One message as it stands in a conversation.

import { STRANGE, element, timeText, wordsOf } from './elements.js';

const TICKS = { pending: '🕓', sent: '✓', delivered: '✓✓', read: '✓✓' };
const WHY = {
  TOO_LARGE: 'too long', FORBIDDEN: 'you are not in this chat', NOT_FOUND: 'there is no such chat',
  INVALID: 'the server does not take it', UNANSWERED: 'the server did not answer',
};

export function makeBubble(entry, isMine, isTurn) {
  const bubble = element('li', `bubble${isMine ? ' mine' : ''}${isTurn ? ' turn' : ''}`);
  const words = wordsOf(entry);
  const text = element('span', words === undefined ? 'words strange' : 'words', words ?? STRANGE);
  text.dir = 'auto';
  const foot = element('span', 'foot', timeText(entry.ts ?? 0));
  if (isMine) {
    const tick = element('span', 'tick');
    tick.setAttribute('role', 'img');
    foot.append(' ', tick);
  }
  bubble.append(text, foot);
  return bubble;
}

/** How far one's own message came: pending, sent, delivered, read. */
export function paintTick(bubble, tick) {
  const mark = bubble.querySelector('.tick');
  if (mark !== null && mark.dataset.tick !== tick) {
    mark.dataset.tick = tick;
    mark.textContent = TICKS[tick];
    mark.className = `tick ${tick}`;
    mark.title = tick;
    mark.setAttribute('aria-label', tick);
  }
}

export function makeFailed(entry, onRetry, onDiscard) {
  const bubble = element('li', 'bubble mine failed turn');
  const text = element('span', 'words', entry.text);
  text.dir = 'auto';
  const foot = element('span', 'foot', `Not sent: ${WHY[entry.failure] ?? entry.failure} `);
  foot.append(button('Try again', onRetry), button('Discard', onDiscard));
  bubble.append(text, foot);
  return bubble;
}

function button(label, onClick) {
  const made = element('button', '', label);
  made.type = 'button';
  made.onclick = onClick;
  return made;
}
