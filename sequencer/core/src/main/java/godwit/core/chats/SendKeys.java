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
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The idempotency keys of accepted sends. For each device of a sender the latest ones are kept: a retry is known while at
 * most 4 times {@code inFlightMax} later sends of that device were accepted, for the retention's time. When the shard has
 * as many as it may, the oldest of all goes for each new one: then a retry is known while fewer than {@code keysMax} later
 * sends were accepted from whomever. They are looked up by sender, chat and key, whichever device sent them.
 */
public final class SendKeys {
    private static final int KEYS_PER_IN_FLIGHT = 4;
    private static final int ITEMS_PER_TICK = 1000;
    /** So many at most go for a new one, that a bound which was lowered is met bit by bit. */
    private static final int FORGOTTEN_PER_SEND = 2;

    private static final int OWNER = 0;
    private static final int ID_LINK = 1;
    private static final int KEYS = 2;
    private static final int COUNT = 3;
    private static final int SESSION = 4;

    private static final int SENDER = 0;
    private static final int LINK = 1;
    private static final int CHAT = 2;
    private static final int MSG_ID = 3;
    private static final int SEQUENCE = 4;
    private static final int AGE_LINK = 5;

    private final ShardContext shard;
    private final Names names;
    private final Table senders;
    private final Table keys;
    private final RecordList ofId;
    private final RecordList byAge;
    private final RecordList ofSender;
    private final SlotIndex senderIndex = new SlotIndex();
    private final SlotIndex keyIndex = new SlotIndex();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    /** No part of the state: counted since this process has it. */
    private long forgottenForRoom;

    /** Registers the tables of senders' devices and of keys. */
    public SendKeys(final ShardContext shard, final UserIds ids) {
        this.shard = shard;
        this.names = shard.names();
        this.senders = shard.registry().table("senders", 5);
        this.keys = shard.registry().table("keys", 6);
        this.ofId = new RecordList(senders, ID_LINK, ids.table(), UserIds.SENDERS);
        this.byAge = new RecordList(keys, AGE_LINK, shard.record().table(), ShardRecord.KEYS);
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

    /**
     * A sender's accepted send to a chat under a key; 0: not known (any more). The latest, if one that had expired is back
     * because the retention was made longer: the index has them in no order.
     */
    int find(final int id, final long chatId, final DirectBuffer key) {
        final long hash = hash(id, chatId, key);
        int position = keyIndex.first(hash);
        int latest = 0;
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = keyIndex.slot(position);
            if (isKey(slot, id, chatId, key) && (latest == 0 || msgId(slot) > msgId(latest))) {
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

    /** A send was accepted; the oldest key of the same device goes when there are enough, or else the shard's oldest. */
    void add(
        final int id, final DirectBuffer deviceId, final long session, final long chatId, final DirectBuffer key,
        final long msgId, final long sequence) {
        final int sender = sender(id, deviceId);
        if (session > senders.get(sender, SESSION)) {
            senders.set(sender, SESSION, session);
        }
        makeRoom(sender);
        final int slot = keys.allocate();
        final int name = names.put(key);
        keys.set(slot, SENDER, Table.pack(sender, name));
        keys.set(slot, CHAT, chatId);
        keys.set(slot, MSG_ID, msgId);
        keys.set(slot, SEQUENCE, sequence);
        ofSender.append(sender, slot);
        byAge.append(ShardRecord.SLOT, slot);
        senders.add(sender, COUNT, 1);
        keyIndex.put(hash(id, chatId, key), slot);
    }

    private void makeRoom(final int sender) {
        final int max = KEYS_PER_IN_FLIGHT * shard.limits().get().inFlightMax() + 1;
        for (int i = 0; i < FORGOTTEN_PER_SEND && senders.get(sender, COUNT) >= max; i++) {
            removeOldest(sender);
        }
        for (int i = 0; i < FORGOTTEN_PER_SEND && keys.count() >= shard.limits().get().keysMax(); i++) {
            final int oldest = oldestSender();
            removeOldest(oldest);
            forgottenForRoom++;
            if (oldest != sender && ofSender.first(oldest) == 0) {
                removeSender(oldest);
            }
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
            while (ofSender.first(sender) != 0) {
                removeOldest(sender);
            }
            removeSender(sender);
        }
    }

    /** Some time passed: keys that are older than the retention go, so many at a time. */
    void onTick() {
        final long before = expiry();
        for (int items = 0; items < ITEMS_PER_TICK && isOldestBefore(before); items++) {
            final int sender = oldestSender();
            removeOldest(sender);
            if (ofSender.first(sender) == 0) {
                removeSender(sender);
            }
        }
    }

    private boolean isOldestBefore(final long timestampMs) {
        final int oldest = byAge.first(ShardRecord.SLOT);
        return oldest != 0 && Counters.timestampMs(msgId(oldest)) < timestampMs;
    }

    /** Whose the shard's oldest key is; its own oldest too, since both lists are in the order of the sends. */
    private int oldestSender() {
        return keys.low(byAge.first(ShardRecord.SLOT), SENDER);
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

    private boolean isKey(final int slot, final int id, final long chatId, final DirectBuffer key) {
        return keys.get(slot, CHAT) == chatId && id(keys.low(slot, SENDER)) == id
            && Counters.timestampMs(msgId(slot)) >= expiry()
            && names.equal(keyName(slot), key);
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
        final int key = ofSender.first(sender);
        Invariants.present("oldest key", key);
        ofSender.remove(sender, key);
        byAge.remove(ShardRecord.SLOT, key);
        keyIndex.remove(keyHash(key), key);
        names.free(keyName(key));
        keys.free(key);
        senders.add(sender, COUNT, -1);
    }

    private void removeSender(final int sender) {
        Invariants.same("keys of sender", senders.get(sender, COUNT), 0);
        senderIndex.remove(senderHash(sender), sender);
        ofId.remove(id(sender), sender);
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
        return hash(id(keys.low(key, SENDER)), keys.get(key, CHAT), names.wrap(keyName(key), view));
    }

    private long senderHash(final int sender) {
        return senderHash(id(sender), names.wrap(deviceName(sender), view));
    }

    private long hash(final int id, final long chatId, final DirectBuffer key) {
        return Bytes.hash(Bytes.hash(id, chatId), shard.indexKey().hash(key));
    }

    private long senderHash(final int id, final DirectBuffer deviceId) {
        return Bytes.hash(shard.indexKey().hash(deviceId), id);
    }
}
