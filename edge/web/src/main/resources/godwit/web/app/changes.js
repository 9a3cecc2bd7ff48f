// A change of a group, as a sentence.

import { changedUsers } from '/sdk/index.js';

const NAMED_MAX = 5;

/** @returns {string} such as "alice added bob and carol" */
export function changeText(entry, userId) {
  const users = changedUsers(entry);
  const by = entry.by === userId ? 'You' : entry.by ?? 'Somebody';
  const whom = listed(users.map((user) => (user === userId ? 'you' : user)), entry.user_ids_count ?? users.length);
  return (SENTENCES[entry.change] ?? SENTENCES.unknown)(by, whom, entry);
}

const SENTENCES = {
  added: (by, whom) => `${by} added ${whom}`,
  removed: (by, whom) => `${by} removed ${whom}`,
  left: (by) => `${by} left`,
  role: (by, whom, entry) => (entry.role === 'admin' ? `${by} made ${whom} admin` : `${by} removed ${whom} as admin`),
  title: (by, whom, entry) => (entry.title ? `${by} renamed the group to “${entry.title}”` : `${by} took the group's name away`),
  unknown: (by) => `${by} changed the group`,
};

function listed(names, count) {
  const shown = names.slice(0, names.length === count ? NAMED_MAX : NAMED_MAX - 1);
  const more = count - shown.length;
  if (more > 0) {
    return `${shown.join(', ')} and ${more} ${more === 1 ? 'other' : 'others'}`;
  }
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
