package godwit.core.chats;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

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
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The idempotency keys of accepted sends. For each device of a sender the latest ones are kept: a retry is known while at
 * most 4 times {@code inFlightMax} later sends of that device were accepted, for the retention's time. When the shard has
 * as many as it may, a key goes for each new one: the oldest of the device that sent nothing for longest (to a second), since
 * a retry comes soon after its send or not at all. They are looked up by sender, chat and key, whichever device sent them.
 * <p>
 * Of a key and its chat a 64-bit hash is kept, and whose it is exactly: so a stranger's key is never taken for one's own, and
 * one's own for another with a chance of one in 2^64 for each that is remembered.
 */
public final class SendKeys {
    private static final int KEYS_PER_IN_FLIGHT = 4;
    private static final int ITEMS_PER_TICK = 1000;
    /** So many at most go for a new one, that a bound which was lowered is met bit by bit. */
    private static final int FORGOTTEN_PER_SEND = 2;
    /** A device that sends all the time is put at the end of the order so often, not with each send. */
    private static final long ORDER_MS = 1_000;

    private static final int OWNER = 0;
    private static final int ID_LINK = 1;
    private static final int FIRST_AND_LAST = 2;
    private static final int COUNT = 3;
    private static final int SESSION = 4;
    private static final int AGE_LINK = 5;
    private static final int SENT_MS = 6;
    private static final int SENDER_WORDS = 7;

    private static final int HASH = 0;
    private static final int ID_AND_NEXT = 1;
    private static final int MSG_ID = 2;
    private static final int SEQUENCE = 3;
    private static final int KEY_WORDS = 4;

    private final ShardContext shard;
    private final Names names;
    private final Table senders;
    private final Table keys;
    private final RecordList ofId;
    private final RecordList byAge;
    private final SlotIndex senderIndex = new SlotIndex();
    private final SlotIndex keyIndex = new SlotIndex();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer place = new UnsafeBuffer(new byte[Long.BYTES + Integer.BYTES]);
    /** No part of the state: counted since this process has it. */
    private long forgottenForRoom;

    /** Registers the tables of senders' devices and of keys. */
    public SendKeys(final ShardContext shard, final UserIds ids) {
        this.shard = shard;
        this.names = shard.names();
        this.senders = shard.registry().table("senders", SENDER_WORDS);
        this.keys = shard.registry().table("keys", KEY_WORDS);
        this.ofId = new RecordList(senders, ID_LINK, ids.table(), UserIds.SENDERS);
        this.byAge = new RecordList(senders, AGE_LINK, shard.record().table(), ShardRecord.SENDERS);
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

    /** The oldest key of a device; 0: none. */
    public int firstKey(final int sender) {
        return senders.low(sender, FIRST_AND_LAST);
    }

    /** The next newer key of the same device; 0: none. */
    public int nextKey(final int key) {
        return keys.high(key, ID_AND_NEXT);
    }

    /** The reference of a sender's device id. */
    public int deviceName(final int sender) {
        return senders.high(sender, OWNER);
    }

    /**
     * A sender's accepted send to a chat under a key; 0: not known (any more). The latest, if one that had expired is back
     * because the retention was made longer: the index has them in no order.
     */
    int find(final int id, final long chatId, final DirectBuffer key) {
        final long ofKey = hashOf(chatId, key);
        final long hash = placeOf(ofKey, id);
        int position = keyIndex.first(hash);
        int latest = 0;
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = keyIndex.slot(position);
            if (keys.get(slot, HASH) == ofKey && keys.low(slot, ID_AND_NEXT) == id && !isExpired(slot)
                && (latest == 0 || msgId(slot) > msgId(latest))) {
                latest = slot;
            }
            position = keyIndex.next(position, hash);
        }
        return latest;
    }

    /** Whether a send came by a later session of the device than this one; 0: not known. */
    boolean isOutlived(final int id, final DirectBuffer deviceId, final long session) {
        final int sender = session == 0 ? 0 : findSender(id, deviceId);
        return sender != 0 && session < senders.get(sender, SESSION);
    }

    /** A send was accepted; the oldest key of the same device goes when there are enough, or one of whom sent longest ago. */
    void add(
        final int id, final DirectBuffer deviceId, final long session, final long chatId, final DirectBuffer key,
        final long msgId, final long sequence) {
        final int sender = sender(id, deviceId, Counters.timestampMs(msgId));
        if (session > senders.get(sender, SESSION)) {
            senders.set(sender, SESSION, session);
        }
        makeRoom(sender);
        final int slot = keys.allocate();
        final long ofKey = hashOf(chatId, key);
        keys.set(slot, HASH, ofKey);
        keys.set(slot, ID_AND_NEXT, Table.pack(id, 0));
        keys.set(slot, MSG_ID, msgId);
        keys.set(slot, SEQUENCE, sequence);
        append(sender, slot);
        senders.add(sender, COUNT, 1);
        keyIndex.put(placeOf(ofKey, id), slot);
    }

    private void append(final int sender, final int key) {
        final int last = senders.high(sender, FIRST_AND_LAST);
        if (last == 0) {
            senders.set(sender, FIRST_AND_LAST, Table.pack(key, key));
        } else {
            keys.setHigh(last, ID_AND_NEXT, key);
            senders.setHigh(sender, FIRST_AND_LAST, key);
        }
    }

    private void makeRoom(final int sender) {
        final int max = KEYS_PER_IN_FLIGHT * shard.limits().get().inFlightMax() + 1;
        for (int i = 0; i < FORGOTTEN_PER_SEND && isOver(sender, max); i++) {
            removeOldest(sender);
        }
        for (int i = 0; i < FORGOTTEN_PER_SEND && keys.count() >= shard.limits().get().keysMax(); i++) {
            final int oldest = byAge.first(ShardRecord.SLOT);
            if (firstKey(oldest) == 0) {
                // Only the sender of this send has none yet.
                forget(byAge.next(oldest), sender);
            } else {
                forget(oldest, sender);
            }
        }
    }

    private boolean isOver(final int sender, final int max) {
        final int oldest = firstKey(sender);
        return oldest != 0 && (senders.get(sender, COUNT) >= max || isExpired(oldest));
    }

    private void forget(final int oldest, final int sender) {
        removeOldest(oldest);
        forgottenForRoom++;
        if (oldest != sender && firstKey(oldest) == 0) {
            removeSender(oldest);
        }
    }

    /** How many went because the shard had as many as it may. */
    public long forgottenForRoom() {
        return forgottenForRoom;
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
            while (firstKey(sender) != 0) {
                removeOldest(sender);
            }
            removeSender(sender);
        }
    }

    /** Some time passed: devices that sent nothing for the retention go with their keys, so many at a time. */
    void onTick() {
        final long before = expiry() - ORDER_MS;
        int sender = byAge.first(ShardRecord.SLOT);
        for (int items = 0; items < ITEMS_PER_TICK && sender != 0 && senders.get(sender, SENT_MS) < before; items++) {
            removeOldest(sender);
            if (firstKey(sender) == 0) {
                removeSender(sender);
                sender = byAge.first(ShardRecord.SLOT);
            }
        }
    }

    /** Makes the indexes anew after a snapshot was loaded. */
    public void reindex() {
        senderIndex.clear();
        keyIndex.clear();
        for (int slot = 1; slot <= senders.size(); slot++) {
            if (senders.isLive(slot)) {
                senderIndex.put(senderHash(slot), slot);
            }
        }
        for (int slot = 1; slot <= keys.size(); slot++) {
            if (keys.isLive(slot)) {
                keyIndex.put(keyHash(slot), slot);
            }
        }
    }

    private boolean isExpired(final int key) {
        return Counters.timestampMs(msgId(key)) < expiry();
    }

    private int sender(final int id, final DirectBuffer deviceId, final long nowMs) {
        final int known = findSender(id, deviceId);
        if (known != 0) {
            if (nowMs - senders.get(known, SENT_MS) >= ORDER_MS) {
                senders.set(known, SENT_MS, nowMs);
                byAge.moveToEnd(ShardRecord.SLOT, known);
            }
            return known;
        }
        final int slot = senders.allocate();
        final int name = names.put(deviceId);
        senders.set(slot, OWNER, Table.pack(id, name));
        senders.set(slot, SENT_MS, nowMs);
        ofId.append(id, slot);
        byAge.append(ShardRecord.SLOT, slot);
        senderIndex.put(senderHash(id, deviceId), slot);
        return slot;
    }

    private int findSender(final int id, final DirectBuffer deviceId) {
        final long hash = senderHash(id, deviceId);
        int position = senderIndex.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = senderIndex.slot(position);
            if (id(slot) == id && names.equal(deviceName(slot), deviceId)) {
                return slot;
            }
            position = senderIndex.next(position, hash);
        }
        return 0;
    }

    private void removeOldest(final int sender) {
        final int key = firstKey(sender);
        Invariants.present("oldest key", key);
        final int next = nextKey(key);
        if (next == 0) {
            senders.set(sender, FIRST_AND_LAST, 0);
        } else {
            senders.setLow(sender, FIRST_AND_LAST, next);
        }
        keyIndex.remove(keyHash(key), key);
        keys.free(key);
        senders.add(sender, COUNT, -1);
    }

    private void removeSender(final int sender) {
        Invariants.same("keys of sender", senders.get(sender, COUNT), 0);
        senderIndex.remove(senderHash(sender), sender);
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

    private long keyHash(final int key) {
        return placeOf(keys.get(key, HASH), keys.low(key, ID_AND_NEXT));
    }

    /** Where the index has it: by the process's secret, as the hash that is kept has none. */
    private long placeOf(final long ofKey, final int id) {
        place.putLong(0, ofKey, LITTLE_ENDIAN);
        place.putInt(Long.BYTES, id, LITTLE_ENDIAN);
        return shard.indexKey().hash(place);
    }

    private long senderHash(final int sender) {
        return senderHash(id(sender), names.wrap(deviceName(sender), view));
    }

    /** Never 0, by which free records are known. */
    private static long hashOf(final long chatId, final DirectBuffer key) {
        final long hash = Bytes.hash(chatId, Bytes.hash(key));
        return hash == 0 ? 1 : hash;
    }

    private long senderHash(final int id, final DirectBuffer deviceId) {
        return Bytes.hash(shard.indexKey().hash(deviceId), id);
    }
}
