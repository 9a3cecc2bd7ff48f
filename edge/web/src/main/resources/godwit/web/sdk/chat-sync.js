// Keeps the chats true: the list after each connection, pages of history, what is missing between entries, members.

const PAGE = 50;
const PAGE_MAX = 100;
const GAP_MAX = 300;
const PASSES_MAX = 10;
const MEMBER_PASSES_MAX = 5;

export class ChatSync {
  #store;
  #ask;
  #isAwaiting;
  #onChanged;
  #asOf;
  #isLossy = false;
  #connections = 0;
  #inView;
  #keep;
  #readings = new Map();

  /**
   * @param {ChatStore} store
   * @param {(frame: object, slot?: string) => Promise<object>} ask a request, its answer
   * @param {(chatId: string) => boolean} isAwaiting whether a send of this device to that chat has no answer yet
   * @param {(chatId: string|undefined) => void} onChanged undefined: the list as a whole
   * @param {{load(): string|undefined, save(asOf: string|undefined): void}=} keep an `as_of` of some time ago
   */
  constructor(store, ask, isAwaiting, onChanged, keep) {
    this.#keep = keep;
    this.#store = store;
    this.#ask = ask;
    this.#isAwaiting = isAwaiting;
    this.#onChanged = onChanged;
  }

  /**
   * Whatever receipt, read mark or row was lost with a socket comes by LIST_CHATS; and entries, where the server says
   * that the inbox may lack some: then every chat is looked at, whenever it changed.
   */
  onConnected(isResumed) {
    this.#isLossy ||= !isResumed;
    this.#repair(++this.#connections).catch(() => {}); // refused, or taken over by the next connection's
    this.#lookAtMembers();
  }

  async #repair(connection) {
    let asOf = this.#asOf;
    if (this.#isLossy && asOf !== undefined) {
      await this.#list(undefined, connection); // all there is; what was left since comes by `since`
    }
    for (let passes = 0, pages = 2; pages > 1 && passes < PASSES_MAX; passes++) {
      ({ asOf, pages } = await this.#list(asOf, connection)); // rows move between two pages: asked again
    }
    if (this.#asOf === undefined) {
      await this.#listLeft(connection);
    }
    this.#asOf = asOf;
    this.#keep?.save(asOf);
    this.#isLossy = false;
    this.#onChanged();
  }

  /** Chats that were left are listed only `since` then. */
  async #listLeft(connection) {
    const since = this.#keep?.load();
    if (since === undefined) {
      return;
    }
    try {
      await this.#list(since, connection);
    } catch (failure) {
      if (connection !== this.#connections) {
        throw failure;
      }
      this.#keep.save(undefined); // refused: of a server that began anew
    }
  }

  async #list(since, connection) {
    let cursor;
    let asOf;
    let pages = 0;
    do {
      const page = await this.#ask({ type: 'LIST_CHATS', since, cursor, limit: PAGE_MAX }, 'list');
      if (connection !== this.#connections) {
        throw new Error('a later connection lists'); // from the same `since`
      }
      asOf ??= page.as_of;
      cursor = page.next;
      pages++;
      page.chats.forEach((row) => this.#onRow(row));
    } while (cursor !== undefined && cursor !== null);
    return { asOf, pages };
  }

  #onRow(row) {
    const newest = this.#store.get(row.chat_id)?.entries.at(-1)?.seq;
    this.#store.onRow(row);
    this.refreshStale(row.chat_id);
    if (this.#isLossy && newest !== undefined && row.last_seq > newest) {
      this.#fill(row.chat_id, newest, row.last_seq + 1);
    }
    this.#onChanged(row.chat_id);
  }

  /** Comes before the user's eyes: loads the newest page, the first time, and who is in a group. */
  async open(chatId) {
    this.#inView = chatId;
    this.#lookAtMembers();
    if (!this.#store.get(chatId)?.isLoaded) {
      await this.#page(chatId, undefined);
    }
  }

  /** No chat is before the user's eyes. */
  close() {
    this.#inView = undefined;
  }

  /** What a change did not tell: everybody who is in it, and what a row says. */
  refreshStale(chatId) {
    const chat = this.#store.get(chatId);
    if (chat?.isStale && chat.member) {
      chat.isStale = false;
      this.loadMembers(chatId).catch(() => {}); // refused: no longer for this user
    }
  }

  /** Reads a group's members, roles and everyone's cursors. */
  loadMembers(chatId) {
    let reading = this.#readings.get(chatId);
    if (reading === undefined) {
      reading = this.#readMembers(chatId).finally(() => this.#readings.delete(chatId));
      this.#readings.set(chatId, reading);
    }
    return reading;
  }

  /** Receipts and changes that a lost socket swallowed: what was read on an earlier connection is read again. */
  #lookAtMembers() {
    const chat = this.#store.get(this.#inView);
    if (chat?.kind === 'group' && chat.member && chat.membersOf !== this.#connections) {
      this.loadMembers(chat.chatId).catch(() => {}); // refused: no longer for this user
    }
  }

  /** Anew when the group or the connection changed meanwhile: pages are of one version, and none older than what is known. */
  async #readMembers(chatId) {
    for (let passes = 0; passes < MEMBER_PASSES_MAX; passes++) {
      const connection = this.#connections;
      const { head, participants, isOneVersion } = await this.#wholeChat(chatId);
      const isTrue = isOneVersion && connection === this.#connections && head.version >= this.#store.get(chatId).version;
      if (isTrue || passes === MEMBER_PASSES_MAX - 1) {
        this.#store.onMembers(head, participants).membersOf = connection;
        this.#onChanged(chatId);
        return;
      }
    }
  }

  async #wholeChat(chatId) {
    const participants = [];
    let [head, cursor, isOneVersion] = [undefined, undefined, true];
    do {
      const page = await this.#ask({ type: 'GET_CHAT', chat_id: chatId, cursor });
      head ??= page;
      isOneVersion &&= page.version === head.version;
      participants.push(...page.participants);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return { head, participants, isOneVersion };
  }

  /** Loads the page before the oldest entry. @returns {Promise<boolean>} whether there was one to load */
  async loadOlder(chatId) {
    const chat = this.#store.get(chatId);
    if (!chat?.isLoaded || !chat.hasOlder || chat.entries.length === 0) {
      return false;
    }
    await this.#page(chatId, chat.entries[0].seq);
    return true;
  }

  /** Asks for what is missing between two entries, once; an own send that is under way may be it: awaited first. */
  closeGap(chatId) {
    if (this.#isAwaiting(chatId)) {
      return;
    }
    const gap = this.#store.takeGap(chatId);
    if (gap !== undefined) {
      this.#fill(chatId, gap.after, gap.before);
    }
  }

  async #page(chatId, before) {
    const frame = await this.#ask({ type: 'HISTORY', chat_id: chatId, before_seq: before, limit: PAGE });
    this.#store.onPage(frame, true);
    this.refreshStale(chatId);
    this.closeGap(chatId);
    this.#onChanged(chatId);
  }

  /** Asks for what is between two seqs; of a long absence only the newest page, the rest comes by scrolling. */
  #fill(chatId, after, before) {
    const isLong = before - after > GAP_MAX;
    if (isLong) {
      this.#store.forgetBefore(chatId, before);
    }
    const filled = isLong ? this.#page(chatId, undefined) : this.#pagesAfter(chatId, after, before);
    filled.catch(() => {}); // refused: no longer for this user
  }

  async #pagesAfter(chatId, after, before) {
    let from = after;
    let more = true;
    while (more && from < before - 1) {
      const frame = await this.#ask({ type: 'HISTORY', chat_id: chatId, after_seq: from, limit: PAGE_MAX });
      this.#store.onPage(frame, false);
      this.refreshStale(chatId);
      from = frame.messages.at(-1)?.seq ?? before;
      more = frame.more;
    }
    this.#onChanged(chatId);
  }
}
