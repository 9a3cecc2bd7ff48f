// Whose presence the page wants to know: of the people it shows.

/** A list that is scrolled fast asks once it stands. */
const SETTLES = 250;

export class Watcher {
  #client;
  #userId;
  #peersInSight;
  #chatId = null;
  #due;

  /** @param {() => string[]} peersInSight of the list of chats */
  constructor(client, userId, peersInSight) {
    this.#client = client;
    this.#userId = userId;
    this.#peersInSight = peersInSight;
  }

  onChat(chatId) {
    this.#chatId = chatId;
    this.look();
  }

  look() {
    this.#due ??= setTimeout(() => {
      this.#due = undefined;
      this.#client.watch([...this.#inChat(), ...this.#peersInSight()].filter((user) => user !== this.#userId));
    }, SETTLES);
  }

  /** The one whom the open chat is with, or all who are in the group. */
  #inChat() {
    const chat = this.#client.chat(this.#chatId);
    if (chat === undefined || !chat.member) {
      return [];
    }
    return chat.kind === 'group' ? [...chat.roles?.keys() ?? []] : [chat.peerId];
  }
}
