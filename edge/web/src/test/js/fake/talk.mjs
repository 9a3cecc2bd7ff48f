// What a server of straw knows: chats, who is in them and was, how far everybody is, who is there.

export class Talk {
  chats = new Map();
  online = new Set();
  lastSeen = Object.create(null);
  refusals = [];
  connects = 0;
  onConnect = () => {};
  #ids = 1_000n;

  nextId() {
    return String(++this.#ids);
  }

  chatOf(...users) {
    const chatId = users.sort().join('~');
    return this.chats.get(chatId) ?? this.#make(chatId, 'direct', users, '', users[0]);
  }

  groupOf(creator, key, users, title) {
    const chatId = `g~${creator}~${key}`;
    return this.chats.get(chatId) ?? this.#make(chatId, 'group', [creator, ...users], title, creator);
  }

  #make(chatId, kind, users, title, createdBy) {
    const chat = { chatId, kind, title, version: 0, createdBy, entries: [], keys: new Map(),
      roles: new Map(users.map((user) => [user, kind === 'group' && user === createdBy ? 'admin' : 'member'])),
      spans: new Map(users.map((user) => [user, [{ from: 1, to: Infinity }]])),
      delivered: Object.create(null), read: Object.create(null) };
    this.chats.set(chatId, chat);
    return chat;
  }

  /** Takes a seq, and is told to whom it is for. @param {object=} asking the connection that gets it with `req_id` */
  append(chat, entry, asking, reqId) {
    const made = { chat_id: chat.chatId, msg_id: this.nextId(), seq: chat.entries.length + 1, ts: Date.now(), ...entry };
    chat.entries.push(made);
    if (entry.type === 'CHAT_UPDATED') {
      this.#follow(chat, made);
    }
    this.tell(chat.spans.keys(), made, asking, (user) => sees(chat, user, made.seq));
    if (reqId !== undefined) {
      asking.wire.send({ ...made, req_id: reqId });
    }
    return made;
  }

  /** Spans of membership follow the changes. */
  #follow(chat, { change, seq, user_ids: users, role, title }) {
    for (const user of users ?? []) {
      if (change === 'added') {
        chat.roles.set(user, 'member');
        chat.spans.set(user, [...chat.spans.get(user) ?? [], { from: seq, to: Infinity }]);
        chat.delivered[user] ??= seq - 1;
        chat.read[user] ??= seq - 1;
      } else if (change === 'removed' || change === 'left') {
        chat.roles.delete(user);
        chat.spans.get(user).at(-1).to = seq;
      } else if (change === 'role') {
        chat.roles.set(user, role);
      }
    }
    chat.title = title ?? chat.title;
  }

  tell(users, frame, except, isFor = () => true) {
    const all = [...users];
    [...this.online].filter((each) => all.includes(each.user) && each !== except && isFor(each.user))
      .forEach((each) => each.wire.send(frame));
  }

  /** After a send was refused for now, those behind it are as well, until it comes again. */
  refusalOf(me, frame) {
    if (me.heldFor !== undefined && me.heldFor !== frame.msg_id) {
      return { code: 'UNAVAILABLE', retryable: true };
    }
    const refusal = this.refusals.shift();
    me.heldFor = refusal?.retryable ? frame.msg_id : undefined;
    return refusal;
  }

  pushInbox(me) {
    for (const chat of this.chats.values()) {
      chat.entries.filter((each) => sees(chat, me.user, each.seq) && each.seq > (chat.delivered[me.user] ?? 0)
        && each.sender_id !== me.user).forEach((each) => me.wire.send(each));
    }
  }

  created(chat, more = {}) {
    return { type: 'CHAT_CREATED', chat_id: chat.chatId, kind: chat.kind, version: chat.version, title: chat.title,
      participants: [...chat.roles.keys()], participants_count: chat.roles.size, created_by: chat.createdBy, ...more };
  }

  row(chat, user) {
    const others = [...chat.roles.keys()].filter((each) => each !== user);
    const least = (cursors) => Math.min(...others.map((each) => cursors[each] ?? 0));
    const readSeq = chat.read[user] ?? 0;
    const seen = chat.entries.filter((each) => sees(chat, user, each.seq));
    return { chat_id: chat.chatId, kind: chat.kind, title: chat.title, peer_id: chat.kind === 'direct' ? others[0] : undefined,
      member: chat.roles.has(user), role: chat.roles.get(user) ?? 'member', version: chat.version,
      participants_count: chat.roles.size, last_seq: seen.at(-1)?.seq ?? 0, delivered_seq: chat.delivered[user] ?? 0,
      read_seq: readSeq, peers_delivered_seq: least(chat.delivered), peers_read_seq: least(chat.read),
      unread: seen.filter((each) => each.seq > readSeq && each.type === 'RECEIVE_MESSAGE' && each.sender_id !== user).length,
      last_message: seen.at(-1) };
  }

  /** What all others have reached: 1 sent, 2 delivered, 3 read. */
  status(chat, entry) {
    const others = [...chat.roles.keys()].filter((each) => each !== entry.sender_id);
    const isReached = (cursors) => others.length > 0 && others.every((each) => (cursors[each] ?? 0) >= entry.seq);
    return isReached(chat.read) ? 3 : isReached(chat.delivered) ? 2 : 1;
  }

  /** Only who wrote to somebody in a chat of two shows that it is there. */
  presence(user, asker) {
    const isShown = this.chats.get([user, asker].sort().join('~'))?.entries.some((each) => each.sender_id === user);
    const isOnline = isShown && [...this.online].some((each) => each.user === user);
    return { type: 'PRESENCE', user_id: user, status: isOnline ? 'ONLINE' : 'OFFLINE',
      last_seen: isShown ? isOnline ? Date.now() : this.lastSeen[user] : undefined };
  }

  tellPresence(user) {
    [...this.online].filter((each) => each.watched.has(user))
      .forEach((each) => each.wire.send(this.presence(user, each.user)));
  }

  onClosed(me) {
    this.online.delete(me);
    if (me.user !== null && ![...this.online].some((each) => each.user === me.user)) {
      this.lastSeen[me.user] = Date.now();
      this.tellPresence(me.user);
    }
  }
}

/** Whether an entry is of a time as a member; the removal is the last one. */
export const sees = (chat, user, seq) => (chat.spans.get(user) ?? []).some(({ from, to }) => seq >= from && seq <= to);
