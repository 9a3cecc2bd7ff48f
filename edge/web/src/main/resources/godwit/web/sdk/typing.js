// Who is writing. Nothing of it is stored anywhere, and each of these frames may be lost: a start fades by itself.

const FADES = 6_000;

export class Typing {
  #until = new Map();

  /** A TYPING from the server. */
  onFrame(frame, now) {
    if (frame.state === 'start') {
      this.#ofChat(frame.chat_id).set(frame.user_id, now + FADES);
    } else {
      this.onStopped(frame.chat_id, frame.user_id);
    }
  }

  onStopped(chatId, userId) {
    this.#until.get(chatId)?.delete(userId);
  }

  /** Who is not there any more writes nothing, and says nothing of it. @returns {string[]} chats in which that is news */
  onGone(userId) {
    return [...this.#until].filter(([, users]) => users.delete(userId)).map(([chatId]) => chatId);
  }

  /** @returns {string[]} users, in the order in which they began */
  of(chatId) {
    return [...this.#until.get(chatId)?.keys() ?? []];
  }

  /** @returns {string[]} chats in which somebody has faded */
  onTick(now) {
    const changed = [];
    for (const [chatId, users] of this.#until) {
      const faded = [...users].filter(([, until]) => now >= until);
      faded.forEach(([user]) => users.delete(user));
      if (faded.length > 0) {
        changed.push(chatId);
      }
      if (users.size === 0) {
        this.#until.delete(chatId);
      }
    }
    return changed;
  }

  #ofChat(chatId) {
    if (!this.#until.has(chatId)) {
      this.#until.set(chatId, new Map());
    }
    return this.#until.get(chatId);
  }
}
