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

/** A person's initial on a colour that is always the same for the name. */
export function paintFace(face, name) {
  let hash = 0;
  for (const letter of name) {
    hash = (hash * 31 + letter.codePointAt(0)) % 1_000_003;
  }
  face.textContent = [...name][0] ?? '';
  face.className = `face hue${hash % HUES}`;
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

/** What is written in an entry, or undefined for what this version can't show. */
export const wordsOf = (entry) => (entry.type === 'RECEIVE_MESSAGE' ? entry.text : undefined);

export const STRANGE = 'Not supported by this version';
