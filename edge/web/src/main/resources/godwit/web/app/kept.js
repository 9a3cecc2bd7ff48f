// What survives a reload: who is signed in, in this tab; the device's id and its unanswered messages, for the user.

const USER = 'godwit.user';

export const kept = {
  /** Of this tab: two tabs may be two people. */
  user: () => sessionStorage.getItem(USER),

  lastUser: () => localStorage.getItem(USER) ?? '',

  setUser(name) {
    if (name === null) {
      sessionStorage.removeItem(USER);
    } else {
      sessionStorage.setItem(USER, name);
      localStorage.setItem(USER, name);
    }
  },

  deviceId(userId) {
    const key = `godwit.device.${userId}`;
    let id = localStorage.getItem(key);
    if (id === null) {
      id = `web-${crypto.randomUUID()}`;
      localStorage.setItem(key, id);
    }
    return id;
  },
};

export function keptOutbox(userId) {
  const key = `godwit.outbox.${userId}`;
  return {
    load() {
      try {
        return JSON.parse(localStorage.getItem(key) ?? '[]');
      } catch {
        return [];
      }
    },
    save: (entries) => localStorage.setItem(key, JSON.stringify(entries)),
  };
}
