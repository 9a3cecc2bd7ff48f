// A user's device: keeps its chats true over lost connections, sends each message once, acknowledges what it stores.

import { ChatStore } from './chat-store.js';
import { ChatSync } from './chat-sync.js';
import { Connection } from './connection.js';
import { progressOf } from './cursors.js';
import { Groups } from './groups.js';
import { OwnTyping } from './own-typing.js';
import { Presence } from './presence.js';
import { Receipts } from './receipts.js';
import { Requests } from './requests.js';
import { Sending } from './sending.js';
import { uuid, wellFormed } from './text.js';
import { Typing } from './typing.js';

/** An event with a detail. */
class ClientEvent extends Event {
  constructor(type, detail) {
    super(type);
    this.detail = detail;
  }
}

/**
 * Events: 'state' (detail: {state, reason, retryAt}), 'chats' (something in the list changed), 'chat' (detail: chatId),
 * 'message' (detail: the entry, pushed by the server and new here), 'presence' (detail: userId).
 */
export class GodwitClient extends EventTarget {
  #connection;
  #requests;
  #receipts = new Receipts();
  #sending;
  #groups;
  #presence;
  #typing = new Typing();
  #ownTyping = new OwnTyping((frame) => this.#connection.send(frame));
  #store;
  #sync;
  #userId;
  #now;
  #newId;

  /**
   * @param {{url: string, userId: string, deviceId: string, token: () => Promise<string>,
   *   keep?: {load(): object[], save(entries: object[]): void}, keepGroups?: {load(): object[], save(groups: object[]): void},
   *   keepListing?: {load(): string|undefined, save(asOf: string|undefined): void},
   *   now?: () => number, random?: () => number, uuid?: () => string, WebSocket?: typeof WebSocket}} options
   *   keep, keepGroups: where unanswered messages and creations of groups survive a reload; keepListing: an `as_of` of
   *   some time ago, so that chats that were left since are known after a reload
   */
  constructor(options) {
    super();
    this.#userId = options.userId;
    this.#now = options.now ?? Date.now;
    this.#newId = options.uuid ?? uuid;
    this.#store = new ChatStore(options.userId);
    this.#sending = new Sending(options.keep, (frame) => this.#connection.send(frame), this.#now,
      (chatId) => this.#onFailed(chatId));
    this.#requests = new Requests((frame) => this.#connection.send(frame));
    this.#sync = new ChatSync(this.#store, (frame, slot) => this.#ask(frame, slot),
      (chatId) => this.#sending.isAwaiting(chatId), (chatId) => this.#changed(chatId), options.keepListing);
    this.#connection = new Connection(options, {
      onConnected: (frame) => this.#onConnected(frame),
      onFrame: (frame) => this.#onFrame(frame),
      onState: (state, reason, retryAt) => this.#onState(state, reason, retryAt),
    });
    const ask = (frame) => this.#ask(frame);
    this.#presence = new Presence(ask, (frame) => this.#connection.send(frame));
    this.#groups = new Groups(options.keepGroups?.load() ?? [], options.keepGroups?.save ?? (() => {}), ask);
    this.#groups.resume();
  }

  start() {
    this.#connection.start();
  }

  stop() {
    this.#connection.stop();
  }

  /** The network or the page came back. */
  wake() {
    this.#connection.wake();
  }

  /** To be called some times a second, also while the page is hidden. */
  onTick() {
    this.#connection.onTick();
    this.#requests.onTick(this.#now());
    this.#sending.onTick();
    this.#typing.onTick(this.#now()).forEach((chatId) => this.#changed(chatId));
    this.#ownTyping.onTick(this.#now());
    this.#flush();
  }

  /** Chats this user is in, and those that it left (`member` is false); latest activity first, own included. */
  chats() {
    const sentAt = this.#sending.newestByChat();
    const activity = (chat) => Math.max(chat.activity, sentAt.get(chat.chatId) ?? 0);
    return this.#store.list().sort((a, b) => activity(b) - activity(a));
  }

  chat(chatId) {
    return this.#store.get(chatId);
  }

  /** What the server said about sizes; empty before the first connection. */
  get limits() {
    return this.#sending.limits;
  }

  /** Messages of this device that have no answer yet, in the order of sending: they stand last. */
  pending(chatId) {
    return this.#sending.pending(chatId, this.#store.get(chatId)?.entries ?? [], this.#userId);
  }

  /** How far an own message came, and with whom. */
  progress(chatId, entry) {
    return progressOf(this.#store.get(chatId), entry, this.#userId);
  }

  /** @returns {Promise<string>} the id of the one direct chat with that user */
  async createDirect(userId) {
    return (await this.#ask({ type: 'CREATE_CHAT', participant_ids: [userId] })).chat_id;
  }

  /** @returns {Promise<string>} the id of the group, made once over lost connections and reloads */
  async createGroup(userIds, title) {
    return (await this.#groups.create(this.#newId(), userIds, wellFormed(title))).chat_id;
  }

  addMembers(chatId, userIds) {
    return this.#groups.add(chatId, userIds);
  }

  removeMembers(chatId, userIds) {
    return this.#groups.remove(chatId, userIds);
  }

  /** @param {'admin'|'member'} role */
  setRole(chatId, userId, role) {
    return this.#groups.setRole(chatId, userId, role);
  }

  rename(chatId, title) {
    return this.#groups.rename(chatId, wellFormed(title));
  }

  leave(chatId) {
    return this.#groups.leave(chatId);
  }

  /** Reads anew who is in a group, and how far everybody is: above the fan-out threshold nothing else tells. */
  loadMembers(chatId) {
    return this.#sync.loadMembers(chatId);
  }

  /** Those whose presence the page shows from now on, most wanted first; see the event 'presence'. */
  watch(userIds) {
    this.#presence.watch(userIds);
  }

  /** @returns {{isOnline: boolean, lastSeen: number|undefined}|undefined} of a watched user */
  presence(userId) {
    return this.#presence.get(userId);
  }

  /** @returns {string[]} who is writing in a chat at the moment */
  typing(chatId) {
    return this.#typing.of(chatId);
  }

  /** The user changed a text that is not sent yet: the others in the chat are shown who writes. */
  typed(chatId, text) {
    if (text.trim() === '') {
      this.#ownTyping.end();
    } else if (this.#store.get(chatId)?.member) {
      this.#ownTyping.onInput(chatId, this.#now());
    }
  }

  /**
   * @returns {string} the idempotency key
   * @throws {OutboxFullError}
   */
  send(chatId, text) {
    const msgId = this.#newId();
    this.#sending.add(chatId, msgId, wellFormed(text));
    this.#ownTyping.end();
    this.#flush();
    this.#changed(chatId);
    return msgId;
  }

  /** A failed message goes away; one that is under way can't be called back. */
  discard(chatId, msgId) {
    const entry = this.#sending.discard(chatId, msgId);
    if (entry !== undefined) {
      this.#changed(chatId);
    }
    return entry;
  }

  /** A failed message is sent again, as the newest, by the same key: the server may have the first one after all. */
  retry(chatId, msgId) {
    if (this.#sending.retry(msgId)) {
      this.#flush();
      this.#changed(chatId);
    }
  }

  /** The user has the newest entry of the chat before the eyes. */
  read(chatId) {
    const chat = this.#store.get(chatId);
    const newest = chat?.entries.findLast((entry) => (entry.sender_id ?? entry.by) !== this.#userId);
    if (newest !== undefined && newest.seq > chat.readSeq) {
      this.#store.onRead(chatId, newest.seq);
      this.#receipts.onRead(chatId, newest.msg_id);
      this.#flush();
      this.#changed(chatId);
    }
  }

  /** Comes before the user's eyes: loads the newest page, the first time, and who is in a group. */
  open(chatId) {
    this.#ownTyping.end();
    return this.#sync.open(chatId);
  }

  /** No chat is before the user's eyes any more. */
  close() {
    this.#ownTyping.end();
    this.#sync.close();
  }

  /** Loads the page before the oldest entry. @returns {Promise<boolean>} whether there was one to load */
  loadOlder(chatId) {
    return this.#sync.loadOlder(chatId);
  }

  #onConnected(frame) {
    this.#sending.onConnected(frame.limits ?? {});
    this.#receipts.onConnected();
    this.#flush();
    this.#requests.onConnected(this.#now());
    this.#sync.onConnected(frame.resumed !== false);
    this.#presence.onConnected();
  }

  #onState(state, reason, retryAt) {
    if (state === 'offline' || state === 'stopped') {
      this.#ownTyping.onOffline();
      this.#presence.onOffline().forEach((userId) => this.#emit('presence', userId));
    }
    this.#emit('state', { state, reason, retryAt });
  }

  #onFrame(frame) {
    const isAnswer = frame.req_id !== undefined && frame.type !== 'MESSAGE_ACK';
    if (frame.type === 'MESSAGE_ACK') {
      this.#onAck(frame);
    } else if (frame.type === 'ERROR' && !isAnswer) {
      this.#onError(frame);
    } else if (frame.type === 'CHAT_CREATED') {
      this.#store.onCreated(frame, this.#now());
      this.#sync.refreshStale(frame.chat_id);
      this.#changed(frame.chat_id);
    } else if (frame.type === 'PRESENCE') {
      this.#presence.onFrame(frame);
      this.#emit('presence', frame.user_id);
      // Without a last seen it may be somebody who does not show whether they are there.
      if (frame.status === 'OFFLINE' && frame.last_seen !== undefined) {
        this.#typing.onGone(frame.user_id).forEach((chatId) => this.#changed(chatId));
      }
    } else if (frame.type === 'TYPING' && frame.user_id !== this.#userId) {
      this.#typing.onFrame(frame, this.#now());
      this.#changed(frame.chat_id);
    } else if (frame.chat_id !== undefined && frame.msg_id !== undefined && frame.seq !== undefined) {
      this.#onEntry(frame);
    }
    if (isAnswer && !this.#requests.onFrame(frame, this.#now()) && frame.type === 'ERROR') {
      this.#onError(frame);
    }
  }

  /** Known or of a later version: kept and acknowledged all the same, also when it comes again. */
  #onEntry(frame) {
    const isNew = this.#store.onEntry(frame);
    this.#typing.onStopped(frame.chat_id, frame.sender_id);
    this.#receipts.onDelivered(frame.chat_id, frame.msg_id);
    this.#flush();
    this.#sync.refreshStale(frame.chat_id);
    this.#sync.closeGap(frame.chat_id);
    if (isNew) {
      this.#emit('message', frame);
    }
    this.#changed(frame.chat_id);
  }

  #onAck(frame) {
    if (frame.status === 'SENT') {
      const entry = this.#sending.onSent(frame);
      if (entry !== undefined) {
        this.#store.onSent(frame.chat_id, entry.text, frame);
      }
      this.#flush();
      this.#sync.closeGap(frame.chat_id);
    } else if (frame.user_id !== undefined) {
      this.#store.onReceipt(frame);
    }
    this.#changed(frame.chat_id);
  }

  #onError(frame) {
    if (frame.client_msg_id !== undefined) {
      this.#sending.onRefused(frame.client_msg_id, frame);
    }
  }

  #onFailed(chatId) {
    this.#flush();
    this.#sync.closeGap(chatId);
    this.#changed(chatId);
  }

  #flush() {
    if (!this.#connection.isOnline) {
      return;
    }
    this.#sending.flush();
    for (const frame of this.#receipts.takeReads(this.#now())) {
      this.#ask(frame, `read ${frame.chat_id}`).catch(() => {}); // refused, or outdone by a later one
    }
    for (const frame of this.#receipts.takeDelivered(this.#now())) {
      this.#connection.send(frame);
    }
  }

  /** @param {string=} slot a later request of the same slot takes the place of one that has no answer yet */
  #ask(frame, slot) {
    return this.#requests.ask(frame, this.#now(), slot);
  }

  #changed(chatId) {
    if (chatId !== undefined) {
      this.#emit('chat', chatId);
    }
    this.#emit('chats');
  }

  #emit(type, detail) {
    this.dispatchEvent(new ClientEvent(type, detail));
  }
}
