// What survives a reload: who is signed in, in this tab; its device's id; the device's unanswered messages and new groups;
// since when to ask for chats that were left.

import { uuid } from '/sdk/index.js';

const USER = 'godwit.user';
const DEVICE = 'godwit.device';
const THEME = 'godwit.theme';
const RELOAD_MAX = 1_000;
const DAY = 86_400_000;

/** So long the server tells of a chat that was left. */
const LEFT_DAYS = 30;

const outboxKey = (userId, deviceId) => `godwit.outbox.${userId}/${deviceId}`;
const poolKey = (userId) => `godwit.devices.${userId}`;

function parsed(text) {
  try {
    const list = JSON.parse(text ?? '[]');
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

export const kept = {
  /** Of this tab: two tabs may be two people. */
  user: () => sessionStorage.getItem(USER),

  lastUser: () => localStorage.getItem(USER) ?? '',

  setUser(name) {
    sessionStorage.removeItem(DEVICE);
    if (name === null) {
      sessionStorage.removeItem(USER);
    } else {
      sessionStorage.setItem(USER, name);
      localStorage.setItem(USER, name);
    }
  },

  theme: () => localStorage.getItem(THEME),

  setTheme: (theme) => localStorage.setItem(THEME, theme),

  /**
   * The tab's device: the one it had before a reload, else one that a closed tab of this user left, else a new one. A
   * lock held while the tab lives keeps two tabs (a duplicated one, too) from being the same device.
   */
  async deviceId(userId) {
    const own = sessionStorage.getItem(DEVICE);
    const pool = parsed(localStorage.getItem(poolKey(userId)));
    const left = pool.filter((id) => id !== own)
      .sort((a, b) => Number(isWaiting(userId, b)) - Number(isWaiting(userId, a)));
    for (const id of own === null ? left : [own, ...left]) {
      if (await isTaken(userId, id, id === own ? RELOAD_MAX : 0)) {
        sessionStorage.setItem(DEVICE, id);
        return id;
      }
    }
    const id = `web-${uuid()}`;
    await isTaken(userId, id, 0);
    localStorage.setItem(poolKey(userId), JSON.stringify([...pool, id].slice(-8)));
    sessionStorage.setItem(DEVICE, id);
    return id;
  },
};

const isWaiting = (userId, deviceId) => parsed(localStorage.getItem(outboxKey(userId, deviceId))).length > 0;

/** @returns {Promise<boolean>} whether this tab is the one that holds the device from now on */
function isTaken(userId, deviceId, waitMs) {
  if (navigator.locks === undefined) {
    return Promise.resolve(deviceId === sessionStorage.getItem(DEVICE));
  }
  const options = waitMs > 0 ? { signal: AbortSignal.timeout(waitMs) } : { ifAvailable: true };
  return new Promise((resolve) => {
    navigator.locks.request(`godwit.${userId}/${deviceId}`, options, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise(() => {}); // held until the tab goes
    }).catch(() => resolve(false));
  });
}

/** A list of a device, such as its unsent messages. */
function keptList(key) {
  return {
    load: () => parsed(localStorage.getItem(key)),
    save(entries) {
      try {
        localStorage.setItem(key, JSON.stringify(entries));
      } catch {
        // no room: what is in it lives as long as the page does
      }
    },
  };
}

export const keptOutbox = (userId, deviceId) => keptList(outboxKey(userId, deviceId));

export const keptGroups = (userId, deviceId) => keptList(`godwit.groups.${userId}/${deviceId}`);

/** An `as_of` as old as chats that were left are told of: one of each day is kept, for the oldest that still counts. */
export function keptListing(userId, now = Date.now) {
  const list = keptList(`godwit.listings.${userId}`);
  return {
    load: () => list.load()[0]?.asOf,
    save(asOf) {
      if (asOf === undefined) {
        list.save([]);
        return;
      }
      const all = list.load();
      const isDue = all.length === 0 || now() - all.at(-1).at >= DAY;
      const known = isDue ? [...all, { asOf, at: now() }] : all;
      list.save(known.filter((each, i) => i === known.length - 1 || now() - known[i + 1].at < LEFT_DAYS * DAY));
    },
  };
}
