// How a server of straw answers each type of frame.

import { sees } from './talk.mjs';

/** Who types is told in chats of up to so many. */
const FANOUT_MEMBERS = 25;

const error = (code, message) => ({ type: 'ERROR', code, retryable: false, message });

/** One change of a group by an admin, or what is wrong with it. */
function change(talk, me, frame, what) {
  const chat = talk.chats.get(frame.chat_id);
  if (chat.kind !== 'group') {
    return error('INVALID', 'a direct chat does not change');
  }
  if (what.change !== 'left' && chat.roles.get(me.user) !== 'admin' || !chat.roles.has(me.user)) {
    return error('FORBIDDEN', 'only an admin of the group may do this');
  }
  if (what.user_ids?.length === 0) {
    return { type: 'CHAT_UPDATED', chat_id: chat.chatId, version: chat.version, change: 'none' };
  }
  talk.append(chat, { type: 'CHAT_UPDATED', version: ++chat.version, by: me.user, ...what,
    user_ids_count: what.user_ids?.length }, me, frame.req_id);
  return undefined;
}

const members = (talk, frame, isIn) =>
  frame.user_ids.filter((user) => talk.chats.get(frame.chat_id).roles.has(user) === isIn);

/** The longest member succeeds the last admin. */
function succeed(talk, me, chat) {
  if (chat.roles.size > 0 && ![...chat.roles.values()].includes('admin')) {
    talk.append(chat, { type: 'CHAT_UPDATED', version: ++chat.version, by: me.user, change: 'role', role: 'admin',
      user_ids: [[...chat.roles.keys()][0]], user_ids_count: 1 });
  }
}

export const ANSWERS = {
  CONNECT(talk, me, frame) {
    talk.connects++;
    talk.onConnect();
    me.user = Buffer.from(frame.token, 'base64').toString();
    talk.online.add(me);
    setImmediate(() => {
      talk.pushInbox(me);
      talk.tellPresence(me.user);
    });
    return { type: 'CONNECTED', user_id: me.user, device_id: frame.device_id, session_id: 's', resumed: true,
      server_time: Date.now(), heartbeat_ms: 5_000,
      limits: { frame_bytes: 65_536, text_bytes: 4_096, in_flight: 32, unacked: 256 } };
  },
  HEARTBEAT: () => ({ type: 'HEARTBEAT_ACK', server_time: Date.now() }),
  LIST_CHATS: (talk, me, frame) => ({ type: 'CHATS', as_of: '1', chats: [...talk.chats.values()]
    .filter((chat) => chat.roles.has(me.user) || frame.since !== undefined && chat.spans.has(me.user))
    .map((chat) => talk.row(chat, me.user)) }),
  GET_CHAT(talk, me, frame) {
    const chat = talk.chats.get(frame.chat_id);
    return { ...talk.row(chat, me.user), type: 'CHAT', participants: [...chat.roles].map(([user, role]) =>
      ({ user_id: user, role, delivered_seq: chat.delivered[user] ?? 0, read_seq: chat.read[user] ?? 0 })) };
  },
  CREATE_CHAT(talk, me, frame) {
    const others = frame.participant_ids.filter((each) => each !== me.user);
    const chat = others.length > 1 ? talk.groupOf(me.user, frame.client_chat_id, others, frame.title ?? '')
      : talk.chatOf(me.user, others[0]);
    talk.tell(chat.roles.keys(), talk.created(chat), me);
    return talk.created(chat);
  },
  ADD_PARTICIPANTS(talk, me, frame) {
    const added = members(talk, frame, false);
    const chat = talk.chats.get(frame.chat_id);
    if (chat.roles.get(me.user) === 'admin') {
      talk.tell(added, talk.created(chat, { version: chat.version + 1, participants_count: chat.roles.size + added.length }));
    }
    return change(talk, me, frame, { change: 'added', user_ids: added });
  },
  REMOVE_PARTICIPANTS: (talk, me, frame) =>
    change(talk, me, frame, { change: 'removed', user_ids: members(talk, frame, true) }),
  SET_ROLE: (talk, me, frame) => change(talk, me, frame, { change: 'role', role: frame.role, user_ids: [frame.user_id] }),
  UPDATE_CHAT: (talk, me, frame) => change(talk, me, frame, { change: 'title', title: frame.title }),
  LEAVE_CHAT(talk, me, frame) {
    const answer = change(talk, me, frame, { change: 'left', user_ids: [me.user] });
    succeed(talk, me, talk.chats.get(frame.chat_id));
    return answer;
  },
  SEND_MESSAGE(talk, me, frame) {
    const refusal = talk.refusalOf(me, frame);
    const chat = talk.chats.get(frame.chat_id);
    if (refusal !== undefined || !chat.roles.has(me.user)) {
      return { ...error('FORBIDDEN', 'no'), chat_id: frame.chat_id, client_msg_id: frame.msg_id, ...refusal };
    }
    let entry = chat.keys.get(`${me.user} ${frame.msg_id}`);
    if (entry === undefined) {
      entry = talk.append(chat, { type: 'RECEIVE_MESSAGE', client_msg_id: frame.msg_id, sender_id: me.user,
        text: frame.text }, me);
      chat.keys.set(`${me.user} ${frame.msg_id}`, entry);
      talk.tellPresence(me.user);
    }
    return { type: 'MESSAGE_ACK', chat_id: chat.chatId, client_msg_id: frame.msg_id, msg_id: entry.msg_id, seq: entry.seq,
      status: 'SENT', ts: entry.ts };
  },
  MESSAGE_ACK(talk, me, frame) {
    const chat = talk.chats.get(frame.chat_id);
    const { seq } = chat.entries.find((each) => each.msg_id === frame.msg_id);
    chat.delivered[me.user] = Math.max(chat.delivered[me.user] ?? 0, seq);
    if (frame.status === 'READ') {
      chat.read[me.user] = Math.max(chat.read[me.user] ?? 0, seq);
    }
    talk.tell(chat.roles.keys(), { type: 'MESSAGE_ACK', chat_id: chat.chatId, msg_id: frame.msg_id, seq,
      status: frame.status, user_id: me.user, ts: Date.now() }, me);
    return frame.req_id === undefined ? undefined : { type: 'OK' };
  },
  HISTORY(talk, me, frame) {
    const chat = talk.chats.get(frame.chat_id);
    const all = chat.entries.filter((each) => sees(chat, me.user, each.seq)).map((each) =>
      (each.type === 'RECEIVE_MESSAGE' ? { ...each, status: talk.status(chat, each) } : each));
    const within = frame.after_seq === undefined
      ? all.filter((each) => each.seq < (frame.before_seq ?? Infinity)).reverse()
      : all.filter((each) => each.seq > frame.after_seq);
    return { type: 'HISTORY_PAGE', chat_id: frame.chat_id, messages: within.slice(0, frame.limit),
      more: within.length > frame.limit };
  },
  TYPING(talk, me, frame) {
    const { roles } = talk.chats.get(frame.chat_id);
    if (roles.has(me.user) && roles.size <= FANOUT_MEMBERS) {
      talk.tell([...roles.keys()].filter((user) => user !== me.user),
        { type: 'TYPING', chat_id: frame.chat_id, user_id: me.user, state: frame.state });
    }
    return frame.req_id === undefined ? undefined : { type: 'OK' };
  },
  PRESENCE_SUBSCRIBE(talk, me, frame) {
    frame.user_ids.forEach((user) => {
      me.watched.add(user);
      me.wire.send(talk.presence(user, me.user));
    });
    return { type: 'OK' };
  },
  PRESENCE_UNSUBSCRIBE(talk, me, frame) {
    frame.user_ids.forEach((user) => me.watched.delete(user));
  },
};
