// Elements from text: the only way in which anything a person wrote reaches the page.

export function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' });

export const timeText = (ms) => TIME.format(ms);
export const dayText = (ms) => DAY.format(ms);

export function wordsOf(entry) {
  if (entry.type !== 'RECEIVE_MESSAGE') {
    return 'Not supported by this version.';
  }
  return entry.text ?? 'Not readable here.';
}
