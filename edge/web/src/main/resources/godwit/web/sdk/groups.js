// Groups: made once however often the request has to be repeated, and changed by their admins.

/** So many ids in one command: far below what the server takes, and within any frame. */
const IDS_MAX = 500;

export class Groups {
  #waiting;
  #save;
  #ask;

  /**
   * @param {{key: string, userIds: string[], title: string}[]} kept what `save` was given the last time
   * @param {(groups: object[]) => void} save called after every change
   * @param {(frame: object) => Promise<object>} ask a request, repeated over connections until it is answered
   */
  constructor(kept, save, ask) {
    this.#waiting = [...kept];
    this.#save = save;
    this.#ask = ask;
  }

  /** What an earlier page asked for and did not see answered; by the same key it makes no second group. */
  resume() {
    this.#waiting.forEach((group) => this.#offer(group).catch(() => {}));
  }

  /** @returns {Promise<object>} the CHAT_CREATED */
  create(key, userIds, title) {
    const group = { key, userIds, title };
    this.#waiting.push(group);
    this.#save(this.#waiting);
    return this.#offer(group);
  }

  async add(chatId, userIds) {
    for (const ids of chunks(userIds)) {
      await this.#change({ type: 'ADD_PARTICIPANTS', chat_id: chatId, user_ids: ids });
    }
  }

  async remove(chatId, userIds) {
    for (const ids of chunks(userIds)) {
      await this.#change({ type: 'REMOVE_PARTICIPANTS', chat_id: chatId, user_ids: ids });
    }
  }

  setRole(chatId, userId, role) {
    return this.#change({ type: 'SET_ROLE', chat_id: chatId, user_id: userId, role });
  }

  rename(chatId, title) {
    return this.#change({ type: 'UPDATE_CHAT', chat_id: chatId, title });
  }

  leave(chatId) {
    return this.#change({ type: 'LEAVE_CHAT', chat_id: chatId });
  }

  async #offer(group) {
    const [ids, ...more] = chunks(group.userIds);
    try {
      const frame = await this.#ask({ type: 'CREATE_CHAT', participant_ids: ids, title: group.title || undefined,
        client_chat_id: group.key });
      for (const others of more) {
        await this.#change({ type: 'ADD_PARTICIPANTS', chat_id: frame.chat_id, user_ids: others });
      }
      return frame;
    } finally {
      this.#waiting = this.#waiting.filter((each) => each !== group);
      this.#save(this.#waiting);
    }
  }

  /** Changes have no keys: one that was offered twice may be FORBIDDEN because the first took the asker's own rights. */
  async #change(frame) {
    try {
      await this.#ask(frame);
    } catch (refused) {
      if (refused.code !== 'FORBIDDEN' || !refused.wasRepeated) {
        throw refused;
      }
    }
  }
}

function chunks(ids) {
  const unique = [...new Set(ids)];
  const made = [];
  for (let from = 0; from < unique.length; from += IDS_MAX) {
    made.push(unique.slice(from, from + IDS_MAX));
  }
  return made.length > 0 ? made : [[]];
}
