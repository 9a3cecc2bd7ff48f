// One message as it stands in a conversation.

import { STRANGE, button, element, hueOf, timeText, wordsOf } from './elements.js';

const TICKS = { pending: '🕓', sent: '✓', delivered: '✓✓', read: '✓✓' };
const WHY = {
  TOO_LARGE: 'too long', FORBIDDEN: 'you are not in this chat', NOT_FOUND: 'there is no such chat',
  INVALID: 'the server does not take it', UNANSWERED: 'the server did not answer',
};

/** @param {string=} sender to be named above it */
export function makeBubble(entry, isMine, isTurn, sender) {
  const bubble = element('li', `bubble${isMine ? ' mine' : ''}${isTurn ? ' turn' : ''}`);
  const words = wordsOf(entry);
  const text = element('span', words === undefined ? 'words strange' : 'words', words ?? STRANGE);
  text.dir = 'auto';
  const foot = element('span', 'foot', timeText(entry.ts ?? 0));
  if (isMine) {
    const tick = element('span', 'tick');
    tick.setAttribute('role', 'img');
    foot.append(' ', element('span', 'by'), tick);
  }
  if (sender !== undefined) {
    const name = element('span', `sender ink${hueOf(sender)}`, sender);
    name.dir = 'auto';
    bubble.append(name);
  }
  bubble.append(text, foot);
  return bubble;
}

export const PENDING = { state: 'pending', deliveredTo: [], readBy: [], of: 0 };

/** How far one's own message came: pending, sent, delivered, read; in a group also by how many. */
export function paintTick(bubble, progress) {
  const mark = bubble.querySelector('.tick');
  const label = labelOf(progress);
  if (mark === null || mark.title === label) {
    return;
  }
  const isPart = progress.state !== 'read' && progress.readBy.length > 0;
  mark.textContent = TICKS[progress.state];
  mark.className = `tick ${progress.state}`;
  mark.title = label;
  mark.setAttribute('aria-label', label);
  mark.previousSibling.textContent = isPart ? `read by ${progress.readBy.length} ` : '';
}

function labelOf({ state, deliveredTo, readBy, of }) {
  if (state === 'pending' || of === 0) {
    return state;
  }
  if (state === 'read' || readBy.length > 0) {
    return state === 'read' ? 'read by all' : `read by ${readBy.length} of ${of}: ${named(readBy)}`;
  }
  const isPart = state === 'sent' && deliveredTo.length > 0;
  return isPart ? `delivered to ${deliveredTo.length} of ${of}: ${named(deliveredTo)}` : `${state}${state === 'sent' ? '' : ' to all'}`;
}

const named = (users) => users.slice(0, 10).join(', ') + (users.length > 10 ? ', …' : '');

/** A small line between the bubbles. */
export function makeChange(sentence) {
  const line = element('li', 'change', sentence);
  line.dir = 'auto';
  return line;
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
