package godwit.core.chats;

import godwit.core.directory.UserIds;
import godwit.core.numbers.Counters;
import godwit.core.numbers.ShardContext;
import godwit.core.numbers.ShardRecord;
import godwit.core.state.Bytes;
import godwit.core.state.Invariants;
import godwit.core.state.Names;
import godwit.core.state.RecordList;
import godwit.core.state.SlotIndex;
import godwit.core.state.Table;
import org.agrona.DirectBuffer;

/**
 * The idempotency keys of accepted sends. For each device of a sender the latest ones are kept: a retry is known while at
 * most 4 times {@code inFlightMax} later sends of that device were accepted, for the retention's time. They are looked up
 * by sender, chat and key, whichever device sent them.
 */
public final class SendKeys {
    private static final int KEYS_PER_IN_FLIGHT = 4;
    private static final long AGE_STEP_MS = 60_000;
    private static final int ITEMS_PER_TICK = 1000;

    private static final int OWNER = 0;
    private static final int ID_LINK = 1;
    private static final int KEYS = 2;
    private static final int COUNT = 3;
    private static final int SENT_MS = 4;
    private static final int AGE_LINK = 5;
    private static final int SESSION = 6;

    private static final int SENDER = 0;
    private static final int LINK = 1;
    private static final int CHAT = 2;
    private static final int MSG_ID = 3;
    private static final int SEQUENCE = 4;
    private static final int HASH = 5;

    private final ShardContext shard;
    private final Names names;
    private final Table senders;
    private final Table keys;
    private final RecordList ofId;
    private final RecordList byAge;
    private final RecordList ofSender;
    private final SlotIndex senderIndex = new SlotIndex();
    private final SlotIndex keyIndex = new SlotIndex();

    /** Registers the tables of senders' devices and of keys. */
    public SendKeys(final ShardContext shard, final UserIds ids) {
        this.shard = shard;
        this.names = shard.names();
        this.senders = shard.registry().table("senders", 7);
        this.keys = shard.registry().table("keys", 6);
        this.ofId = new RecordList(senders, ID_LINK, ids.table(), UserIds.SENDERS);
        this.byAge = new RecordList(senders, AGE_LINK, shard.record().table(), ShardRecord.SENDERS);
        this.ofSender = new RecordList(keys, LINK, senders, KEYS);
    }

    /** The table of senders' devices. */
    public Table senders() {
        return senders;
    }

    /** The table of keys. */
    public Table keys() {
        return keys;
    }

    /** The devices of a sender. */
    public RecordList ofId() {
        return ofId;
    }

    /** The keys of a device, oldest first. */
    public RecordList ofSender() {
        return ofSender;
    }

    /** The reference of a sender's device id. */
    public int deviceName(final int sender) {
        return senders.high(sender, OWNER);
    }

    /** The reference of a key. */
    public int keyName(final int key) {
        return keys.high(key, SENDER);
    }

    /** A sender's accepted send to a chat under a key; 0: not known (any more). */
    int find(final int id, final long chatId, final DirectBuffer key) {
        final long keyHash = Bytes.hash(key);
        final long hash = hash(id, chatId, keyHash);
        int position = keyIndex.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = keyIndex.slot(position);
            if (isKey(slot, id, chatId, keyHash, key)) {
                return slot;
            }
            position = keyIndex.next(position, hash);
        }
        return 0;
    }

    /** Whether a send came by a later session of the device than this one; 0: not known. */
    boolean isOutlived(final int id, final DirectBuffer deviceId, final long session) {
        final int sender = session == 0 ? 0 : findSender(id, deviceId);
        return sender != 0 && session < senders.get(sender, SESSION);
    }

    /** Whether no more keys fit. */
    boolean isFull() {
        return keys.count() >= shard.limits().get().keysMax();
    }

    /** A send was accepted; the oldest key of the same device goes when there are enough. */
    void add(
        final int id, final DirectBuffer deviceId, final long session, final long chatId, final DirectBuffer key,
        final long msgId, final long sequence) {
        final int sender = sender(id, deviceId);
        if (session > senders.get(sender, SESSION)) {
            senders.set(sender, SESSION, session);
        }
        final int max = KEYS_PER_IN_FLIGHT * shard.limits().get().inFlightMax() + 1;
        for (int i = 0; i < 2 && senders.get(sender, COUNT) >= max; i++) {
            removeOldest(sender);
        }
        final int slot = keys.allocate();
        final int name = names.put(key);
        final long hash = hash(id, chatId, names.hash(name));
        keys.set(slot, SENDER, Table.pack(sender, name));
        keys.set(slot, CHAT, chatId);
        keys.set(slot, MSG_ID, msgId);
        keys.set(slot, SEQUENCE, sequence);
        keys.set(slot, HASH, hash);
        ofSender.append(sender, slot);
        senders.add(sender, COUNT, 1);
        keyIndex.put(hash, slot);
        touch(sender);
    }

    long msgId(final int key) {
        return keys.get(key, MSG_ID);
    }

    long sequence(final int key) {
        return keys.get(key, SEQUENCE);
    }

    /** A sender's device is gone. */
    void removeDevice(final int id, final DirectBuffer deviceId) {
        final int sender = findSender(id, deviceId);
        if (sender != 0) {
            while (ofSender.first(sender) != 0) {
                removeOldest(sender);
            }
            removeSender(sender);
        }
    }

    /** Some time passed: keys of devices that sent nothing for the retention's time go, so many at a time. */
    void onTick() {
        final long before = expiry();
        int sender = byAge.first(ShardRecord.SLOT);
        int items = 0;
        while (sender != 0 && senders.get(sender, SENT_MS) + AGE_STEP_MS < before && items < ITEMS_PER_TICK) {
            while (ofSender.first(sender) != 0 && items < ITEMS_PER_TICK) {
                removeOldest(sender);
                items++;
            }
            if (ofSender.first(sender) == 0) {
                removeSender(sender);
            }
            items++;
            sender = byAge.first(ShardRecord.SLOT);
        }
    }

    /** Makes the indexes anew after a snapshot was loaded. */
    public void reindex() {
        senderIndex.clear();
        keyIndex.clear();
        for (int slot = 1; slot <= senders.size(); slot++) {
            if (senders.isLive(slot)) {
                senderIndex.put(senderHash(id(slot), names.hash(deviceName(slot))), slot);
            }
        }
        for (int slot = 1; slot <= keys.size(); slot++) {
            if (keys.isLive(slot)) {
                keyIndex.put(keys.get(slot, HASH), slot);
            }
        }
    }

    private boolean isKey(
        final int slot, final int id, final long chatId, final long keyHash, final DirectBuffer key) {
        return keys.get(slot, CHAT) == chatId && id(keys.low(slot, SENDER)) == id
            && Counters.timestampMs(msgId(slot)) >= expiry()
            && names.equal(keyName(slot), keyHash, key);
    }

    private int sender(final int id, final DirectBuffer deviceId) {
        final int known = findSender(id, deviceId);
        if (known != 0) {
            return known;
        }
        final int slot = senders.allocate();
        final int name = names.put(deviceId);
        senders.set(slot, OWNER, Table.pack(id, name));
        ofId.append(id, slot);
        byAge.append(ShardRecord.SLOT, slot);
        senderIndex.put(senderHash(id, names.hash(name)), slot);
        return slot;
    }

    private int findSender(final int id, final DirectBuffer deviceId) {
        final long nameHash = Bytes.hash(deviceId);
        final long hash = senderHash(id, nameHash);
        int position = senderIndex.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = senderIndex.slot(position);
            if (id(slot) == id && names.equal(deviceName(slot), nameHash, deviceId)) {
                return slot;
            }
            position = senderIndex.next(position, hash);
        }
        return 0;
    }

    /** Keeps the senders in the order of their last send, to the minute. */
    private void touch(final int sender) {
        final long now = shard.clocks().idTime();
        if (now - senders.get(sender, SENT_MS) >= AGE_STEP_MS) {
            senders.set(sender, SENT_MS, now);
            byAge.moveToEnd(ShardRecord.SLOT, sender);
        }
    }

    private void removeOldest(final int sender) {
        final int key = ofSender.first(sender);
        Invariants.present("oldest key", key);
        ofSender.remove(sender, key);
        keyIndex.remove(keys.get(key, HASH), key);
        names.free(keyName(key));
        keys.free(key);
        senders.add(sender, COUNT, -1);
    }

    private void removeSender(final int sender) {
        Invariants.same("keys of sender", senders.get(sender, COUNT), 0);
        senderIndex.remove(senderHash(id(sender), names.hash(deviceName(sender))), sender);
        ofId.remove(id(sender), sender);
        byAge.remove(ShardRecord.SLOT, sender);
        names.free(deviceName(sender));
        senders.free(sender);
    }

    private int id(final int sender) {
        return senders.low(sender, OWNER);
    }

    private long expiry() {
        return shard.clocks().idTime() - shard.limits().get().inboxRetentionMs();
    }

    private static long hash(final int id, final long chatId, final long keyHash) {
        return Bytes.hash(Bytes.hash(id, chatId), keyHash);
    }

    private static long senderHash(final int id, final long nameHash) {
        return Bytes.hash(nameHash, id);
    }
}
