package godwit.sequencer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.core.Changes;
import godwit.core.ChatView;
import godwit.core.Content;
import godwit.core.Core;
import godwit.core.CoreLimits;
import godwit.core.Receipts;
import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.AttachedDecoder;
import godwit.protocol.codecs.ChatCreatedDecoder;
import godwit.protocol.codecs.LinkAckDecoder;
import godwit.protocol.codecs.LinkChatDecoder;
import godwit.protocol.codecs.LinkEntryDecoder;
import godwit.protocol.codecs.LinkMarkDecoder;
import godwit.protocol.codecs.LinkPeerDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.StoredDeliveryDecoder;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The same talk over shards whose links are bytes and over shards that get each other's calls: states, deliveries and
 * journal records are the same. A user "b2" lives on shard 2.
 */
class LinksOverBytesTest {
    private static final int EDGE = 7;
    private static final int EACH = ProtocolLimits.PARTICIPANTS_PER_COMMAND_MAX;

    private final LinkedShards asBytes = new LinkedShards(true);
    private final LinkedShards asCalls = new LinkedShards(false);
    private long now = 1_750_000_000_000L;
    private long correlation;

    @BeforeEach
    void openEdge() {
        final CoreLimits base = CoreLimits.DEFAULT;
        final CoreLimits limits = new CoreLimits(base.inFlightMax(), base.unacknowledgedMax(), 1 << 20,
            base.unjournaledEntriesMax(), base.unjournaledBytesMax(), base.inboxEntriesMax(), base.inboxRetentionMs(),
            3_600_000, base.redeliverMs(), base.inboxGraceMs(), ProtocolLimits.BODY_LENGTH_MAX, base.usersMax(),
            base.chatsMax(), base.chatsPerUserMax(), base.keysMax(), base.groupMembersMax(), base.fanoutMax(),
            base.presenceMax());
        for (int shard = 0; shard < 3; shard++) {
            at(shard, core -> {
                core.onConfigure(limits);
                core.onEdgeOpen(EDGE, 1, 4701, Views.text("aeron:ipc"));
            });
        }
    }

    @Test
    void shouldComeToTheSameInChatsOfAFew() {
        final long alice = attach("alice0");
        final long bob = attach("bob1");
        final long carol = attach("carol2");
        final long direct = create("alice0", "", "bob1");
        send(direct, "alice0", Content.TEXT, "hi");
        send(direct, "bob1", Content.OPAQUE, "\u00fc");
        acknowledge("bob1", bob, direct, 2, Receipts.READ);
        final long group = create("alice0", "crew", "bob1", "carol2");
        send(group, "carol2", Content.TEXT, "all");
        acknowledge("alice0", alice, group, 1, Receipts.DELIVERED);
        acknowledge("carol2", carol, group, 1, Receipts.READ);
        pass(1_000);
        change(group, Changes.ADDED, ChatView.MEMBER, "alice0", "", "dave1", "erin2", "frank0");
        change(group, Changes.ROLE, ChatView.ADMIN, "alice0", "", "carol2");
        change(group, Changes.TITLE, 0, "carol2", "B\u00fccher");
        change(group, Changes.REMOVED, 0, "carol2", "", "dave1");
        change(group, Changes.LEFT, 0, "alice0", "");
        send(group, "bob1", Content.TEXT, "bye");
        pass(1_000);
        assertThat(asBytes.templates).containsExactly(LinkChatDecoder.TEMPLATE_ID, LinkEntryDecoder.TEMPLATE_ID,
            LinkMarkDecoder.TEMPLATE_ID, LinkPeerDecoder.TEMPLATE_ID, LinkAckDecoder.TEMPLATE_ID);
    }

    @Test
    void shouldComeToTheSameWithTheLongestOfEach() {
        final long chat = create("alice0", "x".repeat(ProtocolLimits.KEY_LENGTH_MAX), crowd(0, EACH));
        assertThat(asBytes.longest).isBetween(EACH * ProtocolLimits.ID_LENGTH_MAX, OutputEncoder.RECORD_LENGTH_MAX);
        asBytes.longest = 0;
        change(chat, Changes.ADDED, ChatView.MEMBER, "alice0", "", crowd(EACH, 2 * EACH));
        change(chat, Changes.REMOVED, 0, "alice0", "", crowd(0, EACH));
        assertThat(asBytes.longest).isBetween(EACH * ProtocolLimits.ID_LENGTH_MAX, OutputEncoder.RECORD_LENGTH_MAX);
        send(chat, "alice0", Content.OPAQUE, "b".repeat(ProtocolLimits.BODY_LENGTH_MAX));
        pass(1_000);
    }

    @Test
    void shouldComeToTheSameWhenAShardMissedMore() {
        final long chat = create("alice0", "crowd", crowd(0, EACH));
        pass(1_000);
        cut(true);
        change(chat, Changes.ADDED, ChatView.MEMBER, "alice0", "", crowd(EACH, 2 * EACH));
        change(chat, Changes.REMOVED, 0, "alice0", "", crowd(0, 100));
        for (int i = 0; i < 50; i++) {
            send(chat, "alice0", Content.TEXT, "b".repeat(ProtocolLimits.BODY_LENGTH_MAX));
            at(0, core -> core.onJournalAdvance(1, core.outputSequence()));
        }
        pass(3_000);
        cut(false);
        asBytes.longest = 0;
        pass(20_000);
        assertThat(asBytes.longest).as("told in records").isBetween(
            EACH * ProtocolLimits.ID_LENGTH_MAX, OutputEncoder.RECORD_LENGTH_MAX);
        attach(crowd(EACH, EACH + 1)[0]);
        final StoredDeliveryDecoder missed = new StoredDeliveryDecoder().wrapAndApplyHeader(
            last(1, StoredDeliveryDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
        assertThat(missed.chatId()).isEqualTo(chat);
        assertThat(missed.fromSequence()).as("the entry that added the member").isEqualTo(1);
    }

    private static String[] crowd(final int from, final int to) {
        return IntStream.range(from, to).mapToObj(
            number -> "u".repeat(ProtocolLimits.ID_LENGTH_MAX - 6) + (10_000 + number) + "1").toArray(String[]::new);
    }

    private long attach(final String user) {
        at(shardOf(user), core -> core.onAttach(
            EDGE, 1, ++correlation, correlation, 0, 0, partition(user), Views.text(user), Views.text("phone")));
        return new AttachedDecoder().wrapAndApplyHeader(
            last(shardOf(user), AttachedDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder()).session();
    }

    private long create(final String creator, final String key, final String... others) {
        final String title = others.length == 1 ? "" : "t".repeat(ProtocolLimits.TITLE_LENGTH_MAX);
        at(shardOf(creator), core -> {
            for (final String other : others) {
                core.onParticipant(partition(other), Views.text(other));
            }
            core.onCreateChat(EDGE, ++correlation, partition(creator), Views.text(creator), Views.text("phone"),
                Views.text(key), Views.text(title));
        });
        return new ChatCreatedDecoder().wrapAndApplyHeader(
            last(shardOf(creator), ChatCreatedDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder()).chatId();
    }

    private void send(final long chat, final String sender, final int kind, final String body) {
        final DirectBuffer key = Views.text("k" + ++correlation);
        at(shardOf(chat), core -> core.onSend(EDGE, correlation, 0, chat, kind, Views.text(sender),
            Views.text("phone"), key, Views.text(""), Views.text(body)));
    }

    private void change(
        final long chat, final int kind, final int role, final String asker, final String title,
        final String... users) {
        at(shardOf(chat), core -> {
            for (final String user : users) {
                core.onParticipant(partition(user), Views.text(user));
            }
            core.onChangeChat(EDGE, ++correlation, chat, kind, role, Views.text(asker), Views.text(title));
        });
    }

    private void acknowledge(
        final String user, final long session, final long chat, final long sequence, final int status) {
        at(shardOf(user), core -> core.onAcknowledge(EDGE, 1, 0, session, chat, sequence, 0, 0, status));
    }

    private void cut(final boolean isCut) {
        asBytes.isCut = isCut;
        asCalls.isCut = isCut;
    }

    private void pass(final long ms) {
        for (final long end = now + ms; now < end;) {
            now += 100;
            for (int shard = 0; shard < 3; shard++) {
                at(shard, Core::onTick);
            }
        }
    }

    /** Both shards of a number do the same, everything arrives everywhere, and nobody could tell the two worlds apart. */
    private void at(final int shard, final Consumer<Core> step) {
        now++;
        final long before = correlation;
        for (final LinkedShards shards : List.of(asBytes, asCalls)) {
            correlation = before;
            shards.cores.get(shard).onTime(now);
            step.accept(shards.cores.get(shard));
            shards.settle(now);
        }
        for (int each = 0; each < 3; each++) {
            assertThat(asBytes.cores.get(each).stateHash()).isEqualTo(asCalls.cores.get(each).stateHash());
            assertThat(asBytes.said.get(each)).isEqualTo(asCalls.said.get(each));
        }
        asBytes.said.forEach(said -> said.subList(0, Math.max(0, said.size() - 50)).clear());
        asCalls.said.forEach(said -> said.subList(0, Math.max(0, said.size() - 50)).clear());
    }

    private UnsafeBuffer last(final int shard, final int templateId) {
        final List<String> said = asBytes.said.get(shard);
        for (int i = said.size() - 1; i >= 0; i--) {
            final UnsafeBuffer record =
                new UnsafeBuffer(HexFormat.of().parseHex(said.get(i).substring(said.get(i).indexOf(' ') + 1)));
            if (said.get(i).startsWith("DELIVERY") && record.getShort(2) == templateId) {
                return record;
            }
        }
        throw new AssertionError("no delivery of template " + templateId);
    }

    private static int shardOf(final String user) {
        return user.charAt(user.length() - 1) - '0';
    }

    private static int shardOf(final long chat) {
        return (int) (chat >>> 51) / LinkedShards.PARTITIONS_PER_SHARD;
    }

    private static int partition(final String user) {
        return shardOf(user) * LinkedShards.PARTITIONS_PER_SHARD
            + Math.floorMod(user.hashCode(), LinkedShards.PARTITIONS_PER_SHARD);
    }
}
