// How far the others in a chat are, and so how far a message of one's own came.

/** @returns {boolean} whether the field rose */
export function grow(chat, field, value) {
  if (typeof value === 'number' && value > (chat[field] ?? 0)) {
    chat[field] = value;
    return true;
  }
  return false;
}

export function raiseCursor(chat, userId, delivered, read) {
  const cursor = chat.cursors.get(userId) ?? { delivered: 0, read: 0 };
  cursor.delivered = Math.max(cursor.delivered, delivered);
  cursor.read = Math.max(cursor.read, read);
  chat.cursors.set(userId, cursor);
}

/** In a direct chat the peer's cursor; in a group what all others have reached, once all were heard of. */
export function joinCursors(chat, ownId) {
  const cursors = chat.roles === undefined ? [...chat.cursors.values()]
    : [...chat.roles.keys()].filter((user) => user !== ownId).map((user) => chat.cursors.get(user));
  if (cursors.length > 0 && cursors.length >= chat.participantsCount - 1 && !cursors.includes(undefined)) {
    grow(chat, 'peersDeliveredSeq', Math.min(...cursors.map((cursor) => cursor.delivered)));
    grow(chat, 'peersReadSeq', Math.min(...cursors.map((cursor) => cursor.read)));
  }
}

/** In larger groups who has got how far is not told for each message: it would be looked up too often. */
export const NAMED_MAX = 256;
const DELIVERED = 2;
const READ = 3;

/**
 * How far an own message came: what all others have reached, and, where the members are known and not too many, who has got so far.
 * @returns {{state: 'sent'|'delivered'|'read', deliveredTo: string[], readBy: string[], of: number}}
 */
export function progressOf(chat, entry, ownId) {
  const members = chat.roles?.size <= NAMED_MAX ? [...chat.roles.keys()] : [];
  const others = members.filter((user) => user !== ownId && !(chat.joined.get(user) > entry.seq));
  const reached = (kind) => others.filter((user) => chat.cursors.get(user)?.[kind] >= entry.seq);
  const [deliveredTo, readBy] = [reached('delivered'), reached('read')];
  const isAll = (list) => others.length > 0 && list.length === others.length;
  let state = 'sent';
  if (entry.seq <= chat.peersReadSeq || entry.status >= READ || isAll(readBy)) {
    state = 'read';
  } else if (entry.seq <= chat.peersDeliveredSeq || entry.status >= DELIVERED || isAll(deliveredTo)) {
    state = 'delivered';
  }
  return { state, deliveredTo, readBy, of: others.length };
}
