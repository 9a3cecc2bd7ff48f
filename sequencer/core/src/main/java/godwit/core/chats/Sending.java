package godwit.core.chats;

import godwit.core.Content;
import godwit.core.CoreLimits;
import godwit.core.Refusal;
import godwit.core.directory.UserIds;
import godwit.core.entries.Entries;
import godwit.core.entries.EntryRecord;
import godwit.core.link.ChatEntries;
import godwit.core.numbers.Counters;
import godwit.core.numbers.ShardContext;
import godwit.core.state.Bytes;
import org.agrona.DirectBuffer;

/** Takes a message: known already, refused, or numbered, remembered and handed to the members' owners. */
final class Sending {
    private static final long SEQUENCE_MAX = (1L << 53) - 1;
    private static final int RETRY_AFTER_MS = 1000;

    private final ShardContext shard;
    private final UserIds ids;
    private final Chats chats;
    private final Members members;
    private final SendKeys keys;
    private final Entries entries;
    private final EntryRecord record;
    /** What was only looked at goes here; nothing depends on it. */
    private long seen;

    Sending(
        final ShardContext shard, final UserIds ids, final Chats chats, final Members members, final SendKeys keys,
        final Entries entries) {
        this.shard = shard;
        this.ids = ids;
        this.chats = chats;
        this.members = members;
        this.keys = keys;
        this.entries = entries;
        this.record = new EntryRecord(entries, ids);
    }

    void send(final Message message, final ChatEntries users) {
        final boolean valid = UserIds.isValid(message.senderId) && UserIds.isValid(message.deviceId)
            && message.key.capacity() > 0 && message.key.capacity() <= CoreLimits.KEY_BYTES_MAX;
        users.onComing(message.chatId, 0);
        final int sender = valid ? ids.find(message.senderId) : 0;
        users.onComing(message.chatId, 1);
        final long ofKey = sender == 0 ? 0 : SendKeys.hashOf(message.chatId, message.key);
        final int known = sender == 0 ? 0 : keys.find(sender, ofKey);
        if (known != 0) {
            answer(message, keys.msgId(known), keys.sequence(known), true);
            return;
        }
        users.onComing(message.chatId, 2);
        message.deviceHash = Bytes.hash(message.deviceId);
        final int device = sender == 0 ? 0 : keys.findSender(sender, message.deviceHash);
        if (device != 0) {
            keys.look(device);
        }
        if (device != 0 && keys.isOutlived(device, message.session)) {
            shard.listener().onRefused(message.edgeId, message.correlationId, message.session, Refusal.STALE_SESSION,
                Refusal.Detail.NONE, 0);
            return;
        }
        final int chat = valid ? chats.find(message.chatId) : 0;
        final int member = chat == 0 || sender == 0 ? 0 : members.find(chat, sender);
        users.onComing(message.chatId, 3);
        if (chat != 0 && device != 0) {
            seen += entries.look(message.chatId, chats.lastSequence(chat) + 1);
        }
        final int detail = valid ? refusal(message, chat, member, sender) : Refusal.Detail.BAD_FIELD;
        if (detail == Refusal.Detail.NONE) {
            message.ofKey = ofKey;
            accept(message, chat, member, device, users);
        } else {
            refuse(message, detail);
        }
    }

    private int refusal(final Message message, final int chat, final int member, final int sender) {
        if (member == 0 || !members.isPresent(member)) {
            return Refusal.Detail.NOT_A_MEMBER;
        }
        if (message.body.capacity() == 0) {
            return Refusal.Detail.EMPTY_BODY;
        }
        if (message.contentKind != Content.TEXT && message.contentKind != Content.OPAQUE) {
            return Refusal.Detail.BAD_FIELD;
        }
        if (message.body.capacity() > shard.limits().get().bodyBytesMax()) {
            return Refusal.Detail.BODY_TOO_LARGE;
        }
        if (message.afterKey.capacity() > 0 && keys.find(sender, SendKeys.hashOf(message.chatId, message.afterKey)) == 0) {
            return Refusal.Detail.EARLIER_REFUSED;
        }
        if (entries.isJournalBehind()) {
            return Refusal.Detail.JOURNAL_BEHIND;
        }
        return chats.lastSequence(chat) < SEQUENCE_MAX ? Refusal.Detail.NONE : Refusal.Detail.CHAT_FULL;
    }

    private void refuse(final Message message, final int detail) {
        int code = Refusal.INVALID;
        int retryAfterMs = 0;
        if (detail == Refusal.Detail.NOT_A_MEMBER) {
            code = Refusal.FORBIDDEN;
        } else if (detail == Refusal.Detail.BODY_TOO_LARGE) {
            code = Refusal.TOO_LARGE;
        } else if (detail == Refusal.Detail.EARLIER_REFUSED) {
            code = Refusal.UNAVAILABLE;
        } else if (detail == Refusal.Detail.JOURNAL_BEHIND) {
            code = Refusal.UNAVAILABLE;
            retryAfterMs = RETRY_AFTER_MS;
        }
        shard.listener().onRefused(message.edgeId, message.correlationId, 0, code, detail, retryAfterMs);
    }

    private void accept(
        final Message message, final int chat, final int member, final int device, final ChatEntries users) {
        final Counters counters = shard.counters();
        final long sequence = chats.lastSequence(chat) + 1;
        final long msgId = counters.nextMsgId();
        final long outputSequence = counters.nextOutputSequence();
        final int sender = members.id(member);
        chats.lastSequence(chat, sequence);
        final int entry = entries.append(message.chatId, sequence, msgId, sender);
        entries.write(
            entry, members.nextOrdinal(member), chats.nextMessage(chat), message.deviceHash, outputSequence,
            message.contentKind, message.key, message.body);
        keys.add(device, sender, message.deviceHash, message.session, message.ofKey, msgId, sequence);
        shard.listener().onJournalMessage(
            outputSequence, counters.nextWriteTimeUs(), record.show(entry), message.deviceId);
        answer(message, msgId, sequence, false);
        users.onEntry(message.chatId, sequence, entry);
    }

    private void answer(final Message message, final long msgId, final long sequence, final boolean duplicate) {
        shard.listener().onSent(
            message.edgeId, message.correlationId, message.chatId, msgId, sequence, Counters.timestampMs(msgId),
            duplicate);
    }

    /** What a client sent; reused. */
    static final class Message {
        long edgeId;
        long correlationId;
        long session;
        long chatId;
        int contentKind;
        DirectBuffer senderId;
        DirectBuffer deviceId;
        DirectBuffer key;
        DirectBuffer afterKey;
        DirectBuffer body;
        long deviceHash;
        long ofKey;
    }
}
