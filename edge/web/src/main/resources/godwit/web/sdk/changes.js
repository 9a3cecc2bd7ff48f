// What an entry that changes its group (CHAT_UPDATED) does to what is known of the chat.

/** Whom a change is about, as far as the frame lists them. */
export const changedUsers = (frame) => frame.user_ids ?? (frame.change === 'left' ? [frame.by] : []);

/**
 * Applies what is newer than what is known. Where versions are missing between, or the frame does not list everybody, the
 * chat becomes stale: to be asked for by GET_CHAT.
 */
export function applyChange(chat, frame, userId) {
  const users = changedUsers(frame);
  if (frame.change === 'added') {
    users.forEach((user) => chat.joined.set(user, Math.max(frame.seq, chat.joined.get(user) ?? 0)));
  }
  if (users.includes(userId) && frame.seq > chat.memberSeq) {
    noteMembership(chat, frame);
  }
  if (chat.version < 0 || !(frame.version > chat.version)) {
    return; // not introduced yet: its row will tell; or known already
  }
  const count = frame.user_ids_count ?? users.length;
  chat.isStale ||= frame.version > chat.version + 1 || users.length < count;
  chat.version = frame.version;
  EFFECTS[frame.change]?.(chat, frame, users, count, userId);
}

/** By place in the chat, not by version: the row and CHAT_CREATED tell versions of now, entries those of their time. */
function noteMembership(chat, frame) {
  if (frame.change === 'added' || frame.change === 'removed' || frame.change === 'left') {
    chat.memberSeq = frame.seq;
    chat.member = frame.change === 'added';
  }
}

const EFFECTS = {
  added(chat, frame, users, count, userId) {
    chat.participantsCount += count;
    users.forEach((user) => chat.roles?.set(user, 'member'));
    chat.role = users.includes(userId) ? 'member' : chat.role;
  },
  removed: goOn,
  left: goOn,
  role(chat, frame, users, count, userId) {
    users.forEach((user) => chat.roles?.set(user, frame.role));
    chat.role = users.includes(userId) ? frame.role : chat.role;
  },
  title(chat, frame) {
    chat.givenTitle = frame.title ?? '';
  },
};

/** The group goes on without them; whoever left holds back nobody's ticks. */
function goOn(chat, frame, users, count) {
  chat.participantsCount -= count;
  for (const user of users) {
    chat.roles?.delete(user);
    chat.cursors.delete(user);
  }
}
