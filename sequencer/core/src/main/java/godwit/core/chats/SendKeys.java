package godwit.core.chats;

import godwit.core.CoreLimits;
import godwit.core.directory.UserIds;
import godwit.core.numbers.Counters;
import godwit.core.numbers.ShardContext;
import godwit.core.numbers.ShardRecord;
import godwit.core.state.Bytes;
import godwit.core.state.Invariants;
import godwit.core.state.RecordList;
import godwit.core.state.SlotIndex;
import godwit.core.state.Table;
import org.agrona.DirectBuffer;

/**
 * The idempotency keys of accepted sends. For each device of a sender the latest ones are kept: a retry is known while at
 * most 4 times {@code inFlightMax} later sends of that device were accepted, for the retention's time. When the shard has
 * as many as it may, a key goes for each new one: the oldest of the device that sent nothing for longest (to a second), since
 * a retry comes soon after its send or not at all. They are looked up by sender, chat and key, whichever device sent them.
 * <p>
 * Of a key and its chat a 64-bit hash is kept, and whose it is exactly: so a stranger's key is never taken for one's own, and
 * one's own for another with a chance of one in 2^64 for each that is remembered. A sender's devices are told apart by the
 * hashes of their ids.
 * <p>
 * Changes of groups are remembered like sends: as if two more devices of the user's had asked for them, one for those that
 * were done, one for all others. Of each {@link CoreLimits#CHANGES_REMEMBERED_MAX} are kept, so that they take no place of the
 * sends' keys, and what is refused at no cost none of what was done.
 * <p>
 * A device's keys stand one after the other in blocks of four, so that the newest and the oldest are near each other's
 * neighbours and a key costs no links.
 */
public final class SendKeys {
    /** In place of a device's hash: what made a user's changes of groups. */
    static final long CHANGES = 0;
    /** In place of a device's hash: what asked for changes that were refused, or had nothing to change. */
    static final long UNDONE = 1;

    private static final int KEYS_PER_IN_FLIGHT = 4;
    /** So many at most go for a new one, that a bound which was lowered is met bit by bit. */
    private static final int FORGOTTEN_PER_SEND = 2;
    /** A device that sends all the time is put at the end of the order so often, not with each send. */
    private static final long ORDER_MS = 1_000;
    /**
     * So many devices of a sender are looked through, with what stands for two of the changes; of more, which only those of
     * another shard's user are, indexes know.
     */
    private static final int DEVICES_SEEN_THROUGH = CoreLimits.DEVICES_PER_USER_MAX + 2;

    private static final int OWNER = 0;
    private static final int ID_LINK = 1;
    private static final int FIRST_AND_LAST = 2;
    private static final int DEVICE_HASH = 3;
    private static final int SESSION = 4;
    private static final int AGE_LINK = 5;
    /** When it sent last, and above that, at which place of the first block its oldest key stands. */
    private static final int SENT_MS = 6;
    private static final int SENDER_WORDS = 7;
    private static final int PLACE_SHIFT = 56;
    private static final long MS_MASK = (1L << PLACE_SHIFT) - 1;

    private static final int BLOCK_BITS = 2;
    private static final int BLOCK_KEYS = 1 << BLOCK_BITS;
    private static final int ID_AND_NEXT = 0;
    private static final int HASH = 1;
    private static final int MSG_ID = 2;
    private static final int SEQUENCE = 3;
    private static final int WORDS_PER_KEY = 3;
    private static final int BLOCK_WORDS = 1 + BLOCK_KEYS * WORDS_PER_KEY;

    private final ShardContext shard;
    private final Table senders;
    private final Table blocks;
    private final RecordList ofId;
    private final RecordList byAge;
    private final SlotIndex senderIndex = new SlotIndex();
    /** The keys of the devices that are looked through. */
    private final KeyRings rings = new KeyRings();
    /** The keys of all others. */
    private final SlotIndex keyIndex = new SlotIndex();
    /** How many keys there are: follows from the state. */
    private long count;
    /** No part of the state: counted since this process has it. */
    private long forgottenForRoom;
    /** What was only looked at goes here, or nothing would be looked at. */
    private long seen;

    /** Registers the tables of senders' devices and of keys. */
    public SendKeys(final ShardContext shard, final UserIds ids) {
        this.shard = shard;
        this.senders = shard.registry().table("senders", SENDER_WORDS);
        this.blocks = shard.registry().table("keys", BLOCK_WORDS);
        this.ofId = new RecordList(senders, ID_LINK, ids.table(), UserIds.SENDERS);
        this.byAge = new RecordList(senders, AGE_LINK, shard.record().table(), ShardRecord.SENDERS);
    }

    /** The table of senders' devices. */
    public Table senders() {
        return senders;
    }

    /** The table of blocks of keys. */
    public Table blocks() {
        return blocks;
    }

    /** How many keys there are. */
    public long count() {
        return count;
    }

    /** The devices of a sender. */
    public RecordList ofId() {
        return ofId;
    }

    /** The block with the oldest key of a device; 0: none. */
    public int firstBlock(final int sender) {
        return senders.low(sender, FIRST_AND_LAST);
    }

    /** The block with the next newer keys of the same device; 0: none. */
    public int nextBlock(final int block) {
        return blocks.high(block, ID_AND_NEXT);
    }

    /** What is kept of a key and its chat; never 0. */
    static long hashOf(final long chatId, final DirectBuffer key) {
        return hashOf(chatId, Bytes.hash(key));
    }

    /** What is kept of a change, that has no key of its client's: its edge's name for it, which no other request has. */
    static long hashOf(final long chatId, final long edgeId, final long correlationId) {
        return hashOf(chatId, Bytes.hash(edgeId, correlationId));
    }

    private static long hashOf(final long chatId, final long ofKey) {
        final long hash = Bytes.hash(chatId, ofKey);
        return hash == 0 ? 1 : hash;
    }

    /**
     * A sender's accepted send by what is kept of its chat and key; 0: not known (any more). The latest, if one that had
     * expired is back because the retention was made longer: the index has them in no order.
     */
    int find(final int id, final long ofKey) {
        final long hash = placeOf(ofKey, id);
        int latest = 0;
        boolean isIndexAsked = false;
        int sender = ofId.first(id);
        for (int seen = 0; sender != 0 && seen < DEVICES_SEEN_THROUGH; seen++) {
            if (rings.has(sender)) {
                latest = later(latest, findInRing(sender, ofKey, hash));
            } else {
                isIndexAsked = true;
            }
            sender = ofId.next(sender);
        }
        return sender == 0 && !isIndexAsked ? latest : later(latest, findInIndex(id, ofKey, hash));
    }

    private int later(final int key, final int other) {
        return key == 0 || other != 0 && msgId(other) > msgId(key) ? other : key;
    }

    private int findInRing(final int sender, final long ofKey, final long hash) {
        final int end = firstPlace(sender) + length(sender);
        final int tag = KeyRings.tag(hash);
        int latest = 0;
        int place = rings.seek(sender, firstPlace(sender), end, tag);
        while (place < end) {
            final int key = rings.block(sender, place) << BLOCK_BITS | place & BLOCK_KEYS - 1;
            if (word(key, HASH) == ofKey && !isExpired(key)) {
                latest = later(latest, key);
            }
            place = rings.seek(sender, place + 1, end, tag);
        }
        return latest;
    }

    private int findInIndex(final int id, final long ofKey, final long hash) {
        int position = keyIndex.first(hash);
        int latest = 0;
        while (position != SlotIndex.NULL_POSITION) {
            final int key = keyIndex.slot(position);
            if (word(key, HASH) == ofKey && id(blocks, key >>> BLOCK_BITS) == id && !isExpired(key)) {
                latest = later(latest, key);
            }
            position = keyIndex.next(position, hash);
        }
        return latest;
    }

    /** A sender's device by the hash of its id; 0: it has no keys. */
    int findSender(final int id, final long deviceHash) {
        int sender = ofId.first(id);
        for (int seen = 0; sender != 0 && seen < DEVICES_SEEN_THROUGH; seen++) {
            if (senders.get(sender, DEVICE_HASH) == deviceHash) {
                return sender;
            }
            sender = ofId.next(sender);
        }
        return sender == 0 ? 0 : findByIndex(id, deviceHash);
    }

    private int findByIndex(final int id, final long deviceHash) {
        final long hash = placeOf(deviceHash, id);
        int position = senderIndex.first(hash);
        while (position != SlotIndex.NULL_POSITION) {
            final int slot = senderIndex.slot(position);
            if (id(senders, slot) == id && senders.get(slot, DEVICE_HASH) == deviceHash) {
                return slot;
            }
            position = senderIndex.next(position, hash);
        }
        return 0;
    }

    /** Looks at a device's oldest and newest block, so that they are on their way from memory when a key goes for another. */
    void look(final int sender) {
        seen += word(oldest(sender), MSG_ID) + nextBlock(senders.high(sender, FIRST_AND_LAST));
    }

    /** Whether a send came by a later session of the device than this one. */
    boolean isOutlived(final int sender, final long session) {
        return session != 0 && session < senders.get(sender, SESSION);
    }

    /**
     * A send was accepted; the oldest key of the same device goes when there are enough, or one of whom sent longest ago.
     *
     * @param known the device, if it has keys already; else 0.
     */
    void add(
        final int known, final int id, final long deviceHash, final long session, final long ofKey, final long msgId,
        final long sequence) {
        final int sender = sender(known, id, deviceHash, Counters.timestampMs(msgId));
        if (session > senders.get(sender, SESSION)) {
            senders.set(sender, SESSION, session);
        }
        makeRoom(sender);
        final int key = append(sender, id);
        set(key, HASH, ofKey);
        set(key, MSG_ID, msgId);
        set(key, SEQUENCE, sequence);
        remember(sender, firstPlace(sender) + length(sender) - 1, key, placeOf(ofKey, id));
    }

    private void remember(final int sender, final int place, final int key, final long hash) {
        if (rings.has(sender)) {
            rings.put(sender, place, key >>> BLOCK_BITS, KeyRings.tag(hash));
        } else {
            keyIndex.put(hash, key);
        }
    }

    private int append(final int sender, final int id) {
        final int length = length(sender);
        final int place = firstPlace(sender) + length & BLOCK_KEYS - 1;
        if (length == 0 || place == 0) {
            appendBlock(sender, id);
        }
        senders.setHigh(sender, OWNER, length + 1);
        count++;
        return senders.high(sender, FIRST_AND_LAST) << BLOCK_BITS | place;
    }

    private void appendBlock(final int sender, final int id) {
        final int block = blocks.allocate();
        final int last = senders.high(sender, FIRST_AND_LAST);
        blocks.set(block, ID_AND_NEXT, Table.pack(id, 0));
        if (last == 0) {
            senders.set(sender, FIRST_AND_LAST, Table.pack(block, block));
        } else {
            blocks.setHigh(last, ID_AND_NEXT, block);
            senders.setHigh(sender, FIRST_AND_LAST, block);
        }
    }

    private void makeRoom(final int sender) {
        final long deviceHash = senders.get(sender, DEVICE_HASH);
        final int max = deviceHash == CHANGES || deviceHash == UNDONE
            ? CoreLimits.CHANGES_REMEMBERED_MAX : KEYS_PER_IN_FLIGHT * shard.limits().get().inFlightMax() + 1;
        for (int i = 0; i < FORGOTTEN_PER_SEND && isOver(sender, max); i++) {
            removeOldest(sender);
        }
        for (int i = 0; i < FORGOTTEN_PER_SEND && count >= shard.limits().get().keysMax(); i++) {
            final int oldest = byAge.first(ShardRecord.SLOT);
            if (length(oldest) == 0) {
                // Only the sender of this send has none yet.
                forget(byAge.next(oldest), sender);
            } else {
                forget(oldest, sender);
            }
        }
    }

    private boolean isOver(final int sender, final int max) {
        return length(sender) >= max || length(sender) > 0 && isExpired(oldest(sender));
    }

    private void forget(final int oldest, final int sender) {
        removeOldest(oldest);
        forgottenForRoom++;
        if (oldest != sender && length(oldest) == 0) {
            removeSender(oldest);
        }
    }

    /** How many went because the shard had as many as it may. */
    public long forgottenForRoom() {
        return forgottenForRoom;
    }

    long msgId(final int key) {
        return word(key, MSG_ID);
    }

    long sequence(final int key) {
        return word(key, SEQUENCE);
    }

    /** A sender's device is gone. */
    void removeDevice(final int id, final DirectBuffer deviceId) {
        final int sender = findSender(id, Bytes.hash(deviceId));
        if (sender != 0) {
            while (length(sender) != 0) {
                removeOldest(sender);
            }
            removeSender(sender);
        }
    }

    /** Some time passed: devices that sent nothing for the retention go with their keys, so many at a time. */
    void onTick() {
        final long before = expiry() - ORDER_MS;
        int sender = byAge.first(ShardRecord.SLOT);
        for (int items = 0; items < CoreLimits.KEYS_FORGOTTEN_PER_TICK && sender != 0 && sentMs(sender) < before; items++) {
            removeOldest(sender);
            if (length(sender) == 0) {
                removeSender(sender);
                sender = byAge.first(ShardRecord.SLOT);
            }
        }
    }

    /** Makes the indexes anew after a snapshot was loaded. */
    public void reindex() {
        senderIndex.clear();
        keyIndex.clear();
        rings.clear();
        count = 0;
        for (int slot = 1; slot <= senders.size(); slot++) {
            if (senders.isLive(slot)) {
                senderIndex.put(placeOf(senders.get(slot, DEVICE_HASH), id(senders, slot)), slot);
                indexKeysOf(slot);
            }
        }
    }

    private void indexKeysOf(final int sender) {
        openRing(sender);
        int block = firstBlock(sender);
        final int end = firstPlace(sender) + length(sender);
        for (int at = firstPlace(sender); at < end; at++) {
            final int key = block << BLOCK_BITS | at & BLOCK_KEYS - 1;
            remember(sender, at, key, placeOf(word(key, HASH), id(senders, sender)));
            if ((at & BLOCK_KEYS - 1) == BLOCK_KEYS - 1) {
                block = nextBlock(block);
            }
        }
        count += length(sender);
    }

    private boolean isExpired(final int key) {
        return Counters.timestampMs(msgId(key)) < expiry();
    }

    private int sender(final int known, final int id, final long deviceHash, final long nowMs) {
        if (known != 0) {
            if (nowMs - sentMs(known) >= ORDER_MS) {
                sent(known, nowMs, firstPlace(known));
                byAge.moveToEnd(ShardRecord.SLOT, known);
            }
            return known;
        }
        final int slot = senders.allocate();
        senders.set(slot, OWNER, Table.pack(id, 0));
        senders.set(slot, DEVICE_HASH, deviceHash);
        sent(slot, nowMs, 0);
        ofId.append(id, slot);
        byAge.append(ShardRecord.SLOT, slot);
        senderIndex.put(placeOf(deviceHash, id), slot);
        openRing(slot);
        return slot;
    }

    /** A device among those that are looked through gets a ring; it stays among them, as others come behind it. */
    private void openRing(final int sender) {
        int other = ofId.first(id(senders, sender));
        for (int seen = 1; other != sender && seen < DEVICES_SEEN_THROUGH; seen++) {
            other = ofId.next(other);
        }
        if (other == sender) {
            rings.open(sender);
        }
    }

    /** A block goes when its last key does, or the device's last. */
    private void removeOldest(final int sender) {
        final int key = oldest(sender);
        final int left = length(sender) - 1;
        Invariants.atLeast("keys of sender", left, 0);
        final int place = left == 0 ? 0 : (key & BLOCK_KEYS - 1) + 1 & BLOCK_KEYS - 1;
        if (rings.has(sender)) {
            rings.removeOldest(sender, firstPlace(sender), place == 0);
        } else {
            keyIndex.remove(placeOf(word(key, HASH), id(senders, sender)), key);
        }
        if (place == 0) {
            final int block = key >>> BLOCK_BITS;
            senders.set(sender, FIRST_AND_LAST, left == 0 ? 0
                : Table.pack(nextBlock(block), senders.high(sender, FIRST_AND_LAST)));
            blocks.free(block);
        }
        sent(sender, sentMs(sender), place);
        senders.setHigh(sender, OWNER, left);
        count--;
    }

    private void removeSender(final int sender) {
        Invariants.same("keys of sender", length(sender), 0);
        senderIndex.remove(placeOf(senders.get(sender, DEVICE_HASH), id(senders, sender)), sender);
        ofId.remove(id(senders, sender), sender);
        byAge.remove(ShardRecord.SLOT, sender);
        if (rings.has(sender)) {
            rings.close(sender);
        }
        senders.free(sender);
    }

    private static int id(final Table of, final int slot) {
        return of.low(slot, OWNER);
    }

    private int length(final int sender) {
        return senders.high(sender, OWNER);
    }

    private int firstPlace(final int sender) {
        return (int) (senders.get(sender, SENT_MS) >>> PLACE_SHIFT);
    }

    private long sentMs(final int sender) {
        return senders.get(sender, SENT_MS) & MS_MASK;
    }

    private void sent(final int sender, final long timeMs, final int firstPlace) {
        senders.set(sender, SENT_MS, timeMs | (long) firstPlace << PLACE_SHIFT);
    }

    private int oldest(final int sender) {
        return firstBlock(sender) << BLOCK_BITS | firstPlace(sender);
    }

    private long word(final int key, final int word) {
        return blocks.get(key >>> BLOCK_BITS, (key & BLOCK_KEYS - 1) * WORDS_PER_KEY + word);
    }

    private void set(final int key, final int word, final long value) {
        blocks.set(key >>> BLOCK_BITS, (key & BLOCK_KEYS - 1) * WORDS_PER_KEY + word, value);
    }

    private long expiry() {
        return shard.clocks().idTime() - shard.limits().get().inboxRetentionMs();
    }

    /** Where an index has it: by the process's secret, as the hash that is kept has none. */
    private long placeOf(final long hash, final int id) {
        return shard.indexKey().hash(hash, id);
    }
}
