package godwit.core.shards;

import godwit.core.CoreLimits;
import godwit.core.CoreListener;
import godwit.core.Receipts;
import godwit.core.chats.Chats;
import godwit.core.chats.Members;
import godwit.core.directory.Topology;
import godwit.core.directory.UserIds;
import godwit.core.entries.Entries;
import godwit.core.link.ChatChange;
import godwit.core.link.IdList;
import godwit.core.numbers.ShardContext;
import godwit.core.state.Invariants;
import godwit.core.state.Names;
import godwit.core.state.RecordList;
import godwit.core.users.Memberships;
import godwit.core.users.UserTables;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends other shards what waits for them: entries as they come and as far as the link's window has room, marks at most every
 * 100 ms, so that many of one become one. A silent link, and every link at a new term, begins anew with what is not
 * acknowledged.
 */
final class Outbox {

    private final CoreListener listener;
    private final UserIds ids;
    private final Chats chats;
    private final Members members;
    private final UserTables users;
    private final Entries entries;
    private final Links links;
    private final Items items;
    private final Names names;
    private final ChatSending news;
    private final EntrySending sending;
    private final UnsafeBuffer userId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer title = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer none = new UnsafeBuffer(0, 0);

    Outbox(
        final ShardContext shard, final UserTables users, final Chats chats, final Members members,
        final Entries entries, final Topology topology, final Links links, final Items items) {
        this.listener = shard.listener();
        this.ids = users.ids();
        this.users = users;
        this.chats = chats;
        this.members = members;
        this.entries = entries;
        this.links = links;
        this.items = items;
        this.names = shard.names();
        this.news = new ChatSending(chats, members, ids, names, entries, items, shard.limits(), topology);
        this.sending = new EntrySending(chats, members, ids, entries, topology);
    }

    /** Some came to a chat, or went, with the entry that waits next. */
    void onMoved(final int chat, final long sequence, final IdList moved) {
        sending.moved(chat, sequence, moved);
    }

    /**
     * The next entry of a chat brings a shard's first users in: it is told of the chat as it was before, and of all marks that
     * moved. If the chat is on its way there still, all entries since go there as well, but no marks that moved meanwhile, nor
     * who is in a chat that ceased to be wide: so it is told of all members' marks.
     */
    void onFirst(final int chat, final int link, final long sequence, final ChatChange change) {
        final boolean isKnown = items.find(Items.CHAT, chat, link) != 0;
        if (!isKnown) {
            final int item = items.add(Items.CHAT, chat, link);
            items.acknowledgedTo(item, sequence - 1);
            items.setNeedsNews(item, change.version - 1, change.memberCount - change.growth(), title(chat));
        }
        onEntry(chat, link, sequence);
        tellMarks(chat, link, isKnown);
    }

    private DirectBuffer title(final int chat) {
        return names.wrap(chats.title(chat), title);
    }

    /** A chat's next entry waits for a shard, which has all before it or gets it first. */
    void onEntry(final int chat, final int link, final long sequence) {
        int item = items.find(Items.CHAT, chat, link);
        if (item == 0) {
            item = items.add(Items.CHAT, chat, link);
            items.acknowledgedTo(item, sequence - 1);
        } else if (items.sentTo(item) < chats.lastSequence(chat)) {
            items.await(item);
        }
        sendChat(item);
    }

    /** A chat was created that a shard's users are in, by a device that gets the answer. */
    void onChat(final int chat, final int link, final DirectBuffer deviceId) {
        final int item = items.add(Items.CHAT, chat, link);
        items.setNeedsNews(item, chats.version(chat), chats.memberCount(chat), title(chat));
        news.by(deviceId);
        sendChat(item);
        news.by(none);
    }

    /** A mark moved. */
    void onMark(final int kind, final int subject, final int link, final long msgId, final int status) {
        int item = items.find(kind, subject, link);
        if (item == 0) {
            item = items.add(kind, subject, link);
        } else {
            items.await(item);
        }
        items.moved(item, sequence(kind, subject, status), msgId, status);
        flush(link);
    }

    private long sequence(final int kind, final int subject, final int status) {
        if (kind == Items.MARK) {
            final Memberships rows = users.memberships();
            return status == Receipts.READ ? rows.read(subject) : rows.delivered(subject);
        }
        return status == Receipts.READ ? members.read(subject) : members.delivered(subject);
    }

    /** Before each entry of the log: what waits to be coalesced goes when its time has come. */
    void onTime() {
        sending.forgetMoved();
        for (int link = 1; link <= links.count(); link++) {
            flush(link);
            if (links.takeAcknowledgementDue(link)) {
                acknowledge(link);
            }
        }
    }

    private void flush(final int link) {
        if (items.marks().first(link) != 0 && links.takeMarksDue(link)) {
            drainMarks(link);
        }
    }

    /**
     * A shard that had no members of a chat, or was told what came of its entries only, does not know all members' marks. One
     * that waits to be told keeps its entry.
     */
    private void tellMarks(final int chat, final int link, final boolean unmoved) {
        int member = chats.isWide(chat) ? 0 : members.ofChat().first(chat);
        while (member != 0) {
            final int item = items.find(Items.PEER, member, link);
            if ((unmoved || members.delivered(member) > 0) && (item == 0 || !items.isWaiting(item))) {
                onMark(Items.PEER, member, link, 0, 0);
            }
            member = members.ofChat().next(member);
        }
    }

    /** The subject of marks is forgotten. */
    void forget(final int kind, final int subject) {
        for (int link = 1; link <= links.count(); link++) {
            final int item = items.find(kind, subject, link);
            if (item != 0) {
                items.drop(item);
            }
        }
    }

    /** The other shard applied everything up to a number. */
    void onAcknowledged(final int link, final long generation, final long number) {
        if (!links.onAcknowledged(link, generation, number)) {
            return;
        }
        int item = items.sent().first(link);
        while (item != 0 && items.number(item) <= number) {
            items.remove(item);
            item = items.sent().first(link);
        }
        drain(link, items.chats());
    }

    /** What the leader before sent may be lost. */
    void onNewTerm() {
        for (int link = 1; link <= links.count(); link++) {
            if (links.isUnderWay(link)) {
                restart(link, false);
            }
            // What was applied is told again, since that may be lost as well.
            acknowledge(link);
        }
    }

    /** Some time passed. */
    void onTick() {
        for (int link = 1; link <= links.count(); link++) {
            if (links.isSilent(link)) {
                restart(link, true);
            }
            drain(link, items.chats());
            drainMarks(link);
        }
    }

    private void acknowledge(final int link) {
        if (links.appliedGeneration(link) > 0) {
            listener.onLinkAck(links.shard(link), links.appliedGeneration(link), links.applied(link));
        }
    }

    /** What waits, though a part of it was sent, notices by itself when its turn comes: there may be many that wait. */
    private void restart(final int link, final boolean silent) {
        links.begin(link, silent);
        int item = items.sent().last(link);
        while (item != 0) {
            items.restart(item);
            item = items.sent().last(link);
        }
        drain(link, items.chats());
        drainMarks(link);
    }

    /** Marks come after the entries that they are about, and after the chat itself. */
    private void drainMarks(final int link) {
        if (items.chats().first(link) == 0) {
            drain(link, items.marks());
        }
    }

    private void drain(final int link, final RecordList waiting) {
        int item = waiting.first(link);
        int steps = 0;
        while (item != 0 && links.hasRoom(link) && steps < CoreLimits.LINK_STEPS_PER_TICK) {
            if (items.kind(item) == Items.CHAT) {
                steps += sendChat(item) / CoreLimits.LINK_LOOKS_PER_STEP;
            } else {
                sendMark(item);
            }
            steps++;
            item = waiting.first(link);
        }
    }

    /** How many members and entries were looked at for that. */
    private int sendChat(final int item) {
        int looked = 0;
        final int link = items.link(item);
        final int chat = items.subject(item);
        final long last = chats.lastSequence(chat);
        items.follow(item, links.generation(link));
        Invariants.holds(!items.isWaiting(item) || items.needsNews(item) || items.sentTo(item) < last,
            "item of a chat waits: expected something to be sent of it");
        if (items.needsNews(item) && links.hasRoom(link)) {
            sendNews(item, news.showAsToTell(item, links.shard(link)));
            looked += news.looked();
            items.onNewsSent(item);
        }
        while (items.sentTo(item) < last && links.hasRoom(link)) {
            final long sequence = items.sentTo(item) + 1;
            final int entry = entries.find(chats.id(chat), sequence);
            if (entry != 0 && entries.hasPayload(entry) && sending.show(chat, entry, links.shard(link)).isWhole()) {
                final long number = links.next(link);
                listener.onLinkEntry(links.shard(link), links.generation(link), number, sending, sending);
                items.sentTo(item, sequence);
                items.onSent(item, number, sequence == last);
            } else {
                final long after = lastWithoutPayload(chat, sequence, last);
                sendNews(item, news.show(chat, after, items.acknowledgedTo(item), links.shard(link)));
                looked += news.looked();
            }
        }
        return looked;
    }

    /**
     * The other shard is told of a chat; or instead of entries that left memory, or of which it is not known any more whom they
     * are about, what came of them, and its users get these from the table.
     */
    private void sendNews(final int item, final ChatSending shown) {
        final int link = items.link(item);
        final int chat = items.subject(item);
        final long sequence = shown.sequence();
        long number;
        do {
            number = links.next(link);
            listener.onLinkChat(links.shard(link), links.generation(link), number, shown, shown);
        } while (shown.next());
        if (sequence > items.sentTo(item)) {
            tellMarks(chat, link, false);
        }
        items.sentTo(item, sequence);
        items.onSent(item, number, sequence == chats.lastSequence(chat));
    }

    /** Of a chat, a contiguous end is in memory: where it begins is searched by halves. */
    private long lastWithoutPayload(final int chat, final long from, final long last) {
        long without = from;
        long with = last + 1;
        while (with - without > 1) {
            final long middle = without + (with - without) / 2;
            final int entry = entries.find(chats.id(chat), middle);
            if (entry != 0 && entries.hasPayload(entry)) {
                with = middle;
            } else {
                without = middle;
            }
        }
        return without;
    }

    private void sendMark(final int item) {
        final int link = items.link(item);
        final int subject = items.subject(item);
        if (items.kind(item) == Items.PEER && !members.isPresent(subject)) {
            items.drop(item);
            return;
        }
        final int shard = links.shard(link);
        final long number = links.next(link);
        if (items.kind(item) == Items.MARK) {
            final Memberships rows = users.memberships();
            ids.wrap(users.users().id(rows.user(subject)), userId);
            listener.onLinkMark(shard, links.generation(link), number, users.feeds().chatId(rows.feed(subject)), userId,
                rows.delivered(subject), rows.readSaid(subject), rows.readOthers(subject),
                msgId(item, users.feeds().chatId(rows.feed(subject))), items.status(item));
        } else {
            final int id = members.id(subject);
            ids.wrap(id, userId);
            listener.onLinkPeer(shard, links.generation(link), number, chats.id(members.chat(subject)),
                ids.partition(id), userId, members.delivered(subject), members.read(subject),
                msgId(item, chats.id(members.chat(subject))), items.status(item));
        }
        items.onSent(item, number, true);
    }

    /** The mark may have moved on while the other shard was not to be told; 0: of which entry it is now nobody knows. */
    private long msgId(final int item, final long chatId) {
        final long sequence = sequence(items.kind(item), items.subject(item), items.status(item));
        if (items.msgId(item) == 0 || items.movedTo(item) == sequence) {
            return items.msgId(item);
        }
        final int entry = entries.find(chatId, sequence);
        return entry == 0 ? 0 : entries.msgId(entry);
    }
}
