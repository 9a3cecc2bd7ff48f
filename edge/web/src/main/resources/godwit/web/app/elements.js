// Elements from text: the only way in which anything a person wrote reaches the page.

export const byId = (id) => document.getElementById(id);

export function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

const HUES = 8;

/** @returns {number} a colour that is always the same for the name */
export function hueOf(name) {
  let hash = 0;
  for (const letter of name) {
    hash = (hash * 31 + letter.codePointAt(0)) % 1_000_003;
  }
  return hash % HUES;
}

/** A person's initial, round; a group's, square. */
export function paintFace(face, name, isGroup = false) {
  face.textContent = [...name][0] ?? '';
  face.className = `face hue${hueOf(name)}${isGroup ? ' many' : ''}`;
}

/** A face with a place for a dot at its corner. */
export function makeAvatar() {
  const avatar = element('span', 'avatar');
  const face = element('span', 'face');
  face.setAttribute('aria-hidden', 'true');
  const dot = element('span', 'dot');
  dot.hidden = true;
  dot.setAttribute('role', 'img');
  dot.setAttribute('aria-label', 'online');
  dot.title = 'online';
  avatar.append(face, dot);
  return avatar;
}

export function paintAvatar(avatar, name, isGroup, isOnline) {
  paintFace(avatar.firstChild, name, isGroup);
  avatar.lastChild.hidden = !isOnline;
}

/** A button that submits nothing. */
export function button(label, onClick, className = '') {
  const made = element('button', className, label);
  made.type = 'button';
  made.onclick = onClick;
  return made;
}

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const DATE = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const DAY_MS = 86_400_000;

const dateKey = (ms) => new Date(ms).toDateString();

export const timeText = (ms) => TIME.format(ms);

/** The time of today, the date of other days. */
export const shortText = (ms, now = Date.now()) => (dateKey(ms) === dateKey(now) ? TIME : DATE).format(ms);

export function dayText(ms, now = Date.now()) {
  if (dateKey(ms) === dateKey(now)) {
    return 'Today';
  }
  return dateKey(ms) === dateKey(now - DAY_MS) ? 'Yesterday' : DAY.format(ms);
}

/** "online", when somebody was last seen, or nothing where that is not known. */
export function presenceText(presence, now = Date.now()) {
  if (presence === undefined || presence.isOnline) {
    return presence === undefined ? '' : 'online';
  }
  return presence.lastSeen === undefined ? '' : `last seen ${sinceText(presence.lastSeen, now)}`;
}

function sinceText(ms, now) {
  if (dateKey(ms) === dateKey(now)) {
    return `today at ${timeText(ms)}`;
  }
  return dateKey(ms) === dateKey(now - DAY_MS) ? `yesterday at ${timeText(ms)}` : DATE.format(ms);
}

/** "bob is typing …" */
export function typingText(users, isGroup) {
  if (users.length === 0) {
    return '';
  }
  if (!isGroup) {
    return 'typing …';
  }
  return users.length > 2 ? `${users.length} are typing …` : `${users.join(' and ')} ${users.length > 1 ? 'are' : 'is'} typing …`;
}

/** What is written in an entry, or undefined for what this version can't show. */
export const wordsOf = (entry) => (entry.type === 'RECEIVE_MESSAGE' ? entry.text : undefined);

export const STRANGE = 'Not supported by this version';
