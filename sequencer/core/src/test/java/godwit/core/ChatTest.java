package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating chats, listing them, their receipts and history. */
class ChatTest {
    private final Shard shard = new Shard();

    @Test
    void shouldCreateADirectChatOnceWhoeverAsks() {
        final long chat = shard.chat("bob", "alice", "bob", "alice");
        assertThat(shard.out.take()).containsExactly(
            "journal chat kind=1 by=bob of=bob,alice n=2 title=", "chat e7 r1 kind=1 by=bob of=bob,alice n=2 title= []");
        assertThat(chat >>> 51).isEqualTo(Shard.partition("alice"));
        assertThat(shard.chat("alice", "bob")).isEqualTo(chat);
        assertThat(shard.out.take()).containsExactly("chat e7 r2 kind=1 by=bob of=bob,alice n=2 title= []");
        assertThat(shard.chat("alice", "carol")).isNotEqualTo(chat);
    }

    @Test
    void shouldRefuseOneselfAloneAndBadIds() {
        shard.chat("alice");
        shard.chat("alice", "alice");
        shard.chat("alice", "x".repeat(65));
        shard.chat("alice", "");
        assertThat(shard.out.take()).containsExactly(
            "refused e7 r1 code=4 detail=2", "refused e7 r2 code=4 detail=2", "refused e7 r3 code=4 detail=14",
            "refused e7 r4 code=4 detail=14");
        shard.chat("alice", "bob");
        assertThat(shard.out.take("chat")).hasSize(1);
    }

    @Test
    void shouldForgetParticipantsOfAnEntryThatCreatedNothing() {
        shard.core.onParticipant(1, Shard.bytes("zoe"));
        shard.chat("alice", "bob");
        assertThat(shard.out.take("chat")).containsExactly("chat e7 r1 kind=1 by=alice of=alice,bob n=2 title= []");
    }

    @Test
    void shouldTellTheOtherDevicesOfBothWhenAChatIsCreated() {
        shard.attach("alice", "phone");
        shard.attach("alice", "tablet");
        shard.attach("bob", "phone");
        shard.out.take();
        shard.chat("alice", "bob");
        assertThat(shard.out.take("chat")).last().isEqualTo(
            "chat e7 r0 kind=1 by=alice of=alice,bob n=2 title= [s2<0 s3<0]");
    }

    /** Users and devices with UUIDs, an edge with a long channel: no name of up to 16 bytes was ever kept. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCreateAChatWithoutATitleThoughNoShortNameIsThere(final boolean isAttached) {
        final String alice = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
        final String bob = "550e8400-e29b-41d4-a716-446655440000";
        final String device = "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d";
        final Recording out = new Recording();
        final Core core = new Core(3, out, Shard.KEY);
        core.onTime(Shard.START_MS);
        Shard.ownAll(core);
        core.onEdgeOpen(7, 1, 4701, Shard.bytes("aeron:udp?endpoint=10.0.0.1:40123"));
        if (isAttached) {
            core.onAttach(7, out.lastEpoch, 2, 1, 0, 0, Shard.partition(alice), Shard.bytes(alice), Shard.bytes(device));
        }
        core.onParticipant(Shard.partition(bob), Shard.bytes(bob));
        core.onCreateChat(7, 3, Shard.partition(alice), Shard.bytes(alice), Shard.bytes(device), Shard.bytes(""), Shard.bytes(""));
        assertThat(out.take("chat")).hasSize(1);
        assertThat(core.stateHash()).isEqualTo(core.recomputeStateHash());
    }

    @Test
    void shouldRefuseChatsOverTheBounds() {
        shard.configure(Limits.of(shard.limits()).chatsPerUser(1).build());
        shard.chat("alice", "bob");
        shard.out.take();
        shard.chat("alice", "carol");
        shard.chat("carol", "bob");
        shard.configure(Limits.of(shard.limits()).chatsPerUser(100).chats(1).build());
        shard.chat("alice", "carol");
        shard.chat("bob", "alice");
        shard.configure(Limits.of(shard.limits()).chats(100).users(3).build());
        shard.chat("dave", "erin");
        assertThat(shard.out.take()).containsExactly(
            "refused e7 r2 code=4 detail=8", "refused e7 r3 code=4 detail=8", "refused e7 r4 code=6 detail=8",
            "chat e7 r5 kind=1 by=alice of=alice,bob n=2 title= []", "refused e7 r6 code=6 detail=7");
    }

    @Test
    void shouldMoveMarksForwardOnly() {
        final long alice = shard.attach("alice", "phone");
        final long bob = shard.attach("bob", "phone");
        final long tablet = shard.attach("bob", "tablet");
        final long chat = shard.chat("alice", "bob");
        for (int i = 1; i <= 3; i++) {
            shard.send(chat, "alice", "phone", "k" + i, "x");
        }
        shard.out.take();
        shard.delivered(bob, chat, 2);
        shard.delivered(bob, chat, 1);
        shard.delivered(tablet, chat, 2);
        shard.delivered(tablet, chat, 3);
        shard.read(bob, chat, 1);
        shard.read(bob, chat, 3);
        shard.read(tablet, chat, 2);
        assertThat(shard.out.take()).containsExactly(
            "journal receipt bob 0/0 to 2/0", "receipt e7 #2 DELIVERED by bob [s1<0]",
            "journal receipt bob 2/0 to 3/0", "receipt e7 #3 DELIVERED by bob [s1<0]",
            "receipt e7 #1 READ by bob [s3<0]", "journal receipt bob 3/0 to 3/1", "receipt e7 #1 READ by bob [s1<0]",
            "receipt e7 #3 READ by bob [s3<0]", "journal receipt bob 3/1 to 3/3", "receipt e7 #3 READ by bob [s1<0]");
        assertThat(alice).isEqualTo(1);
    }

    @Test
    void shouldAnswerAcknowledgementsThatWait() {
        final long bob = shard.attach("bob", "phone");
        final long chat = shard.chat("alice", "bob");
        final long msgId = shard.send(chat, "alice", "phone", "k", "x");
        shard.out.take();
        shard.acknowledge(bob, chat, 1, Receipts.DELIVERED, 31, msgId + 1, 1);
        shard.acknowledge(bob, chat, 2, Receipts.DELIVERED, 32, msgId, 1);
        shard.acknowledge(bob, chat, 0, Receipts.READ, 33, msgId, 1);
        shard.acknowledge(bob, chat + 1, 1, Receipts.READ, 34, msgId, 1);
        shard.acknowledge(bob, chat, 1, Receipts.SEEN + 1, 35, msgId, 1);
        shard.acknowledge(bob, chat, 1, Receipts.DELIVERED, 36, msgId, 1);
        assertThat(shard.out.take()).containsExactly(
            "refused e7 r31 code=2 detail=12", "refused e7 r32 code=2 detail=12", "refused e7 r33 code=2 detail=12",
            "refused e7 r34 code=1 detail=1", "refused e7 r35 code=4 detail=14", "journal receipt bob 0/0 to 1/0",
            "done e7 r36");
    }

    @Test
    void shouldRepeatReceiptsAndReadMarksThatMayHaveBeenMissed() {
        final long alice = shard.attach("alice", "phone");
        final long phone = shard.attach("bob", "phone");
        final long tablet = shard.attach("bob", "tablet");
        final long chat = shard.chat("alice", "bob");
        shard.send(chat, "alice", "phone", "k1", "x");
        shard.send(chat, "alice", "phone", "k2", "x");
        shard.detach(tablet);
        shard.delivered(phone, chat, 2);
        shard.read(phone, chat, 1);
        shard.out.take();
        shard.resync(alice, 0);
        assertThat(shard.out.take("receipt")).containsExactly(
            "receipt e7 #2 DELIVERED by bob [s1<0]", "receipt e7 #1 READ by bob [s1<0]");
        shard.resync(alice, 1_000);
        assertThat(shard.out.take("receipt")).isEmpty();
        shard.attach("bob", "tablet");
        assertThat(shard.out.take("receipt")).containsExactly("receipt e7 #1 READ by bob [s4<0]");
        shard.detach(4);
        shard.attach("bob", "tablet");
        assertThat(shard.out.take("receipt")).as("nobody knows whether it heard that").hasSize(1);
        shard.list(5, -1, -1, 10);
        shard.detach(5);
        shard.attach("bob", "tablet");
        assertThat(shard.out.take("receipt")).as("it may have asked before it heard that").hasSize(1);
        shard.send(chat, "alice", "phone", "k3", "x");
        shard.delivered(6, chat, 3);
        shard.out.take();
        shard.detach(6);
        shard.attach("bob", "tablet");
        assertThat(shard.out.take("receipt")).as("it has what came behind it").isEmpty();
    }

    @Test
    void shouldTellASenderWhoComesBackTheNewestReceipts() {
        final long chat = shard.chat("alice", "bob");
        final long alice = shard.attach("alice", "phone");
        final long bob = shard.attach("bob", "phone");
        shard.send(chat, "alice", "phone", "k1", "x");
        shard.send(chat, "alice", "phone", "k2", "x");
        shard.detach(alice);
        shard.delivered(bob, chat, 1);
        shard.read(bob, chat, 1);
        shard.delivered(bob, chat, 2);
        shard.send(chat, "bob", "phone", "k1", "x");
        shard.out.take();
        final long back = shard.attach("alice", "phone");
        assertThat(shard.out.take()).as("before what waits").containsSubsequence("receipt e7 #2 DELIVERED by bob [s3<0]",
            "receipt e7 #1 READ by bob [s3<0]", "push e7 #3 bob.1 k1 x [s3<0]");
        shard.delivered(back, chat, 3);
        shard.detach(back);
        shard.out.take();
        shard.attach("alice", "phone");
        assertThat(shard.out.take("receipt")).as("it knows").isEmpty();
    }

    @Test
    void shouldTellReceiptsAgainThatASessionWasToldOfWhichNobodyHeard() {
        final long chat = shard.chat("alice", "bob");
        shard.attach("alice", "phone");
        final long bob = shard.attach("bob", "phone");
        shard.send(chat, "alice", "phone", "k1", "x");
        shard.read(bob, chat, 1);
        shard.out.take();
        shard.attach("alice", "phone");
        assertThat(shard.out.take("receipt")).as("its session is taken over").hasSize(1);
        shard.open(Shard.EDGE);
        shard.out.take();
        shard.epoch = shard.out.lastEpoch;
        shard.attach("alice", "phone");
        assertThat(shard.out.take("receipt")).as("its edge began anew").hasSize(1);
    }

    @Test
    void shouldListChatsByActivityInPagesAndWhatChangedSince() {
        final long bob = shard.attach("bob", "phone");
        final long[] chats = new long[5];
        for (int i = 0; i < chats.length; i++) {
            chats[i] = shard.chat("user" + i, "bob");
            shard.send(chats[i], "user" + i, "phone", "k", "from " + i);
        }
        shard.send(chats[1], "user1", "phone", "k2", "again");
        assertThat(shard.list(bob, -1, -1, 2)).containsExactly(
            "row r5 peer=user1 member=true last=2 mine=0/0 theirs=0/0 unread=2 #2 user1.2 k2 again",
            "row r5 peer=user4 member=true last=1 mine=0/0 theirs=0/0 unread=1 #1 user4.1 k from 4",
            "chats r5 asOf=11 next=10 count=2");
        assertThat(shard.list(bob, -1, 10, 2)).last().isEqualTo("chats r5 asOf=11 next=6 count=2");
        assertThat(shard.list(bob, -1, 6, 2)).containsExactly(
            "row r5 peer=user0 member=true last=1 mine=0/0 theirs=0/0 unread=1 #1 user0.1 k from 0",
            "chats r5 asOf=11 next=-1 count=1");
        assertThat(shard.list(bob, 11, -1, 2)).containsExactly("chats r5 asOf=11 next=-1 count=0");
        shard.read(bob, chats[0], 1);
        shard.read(bob, chats[1], 1);
        assertThat(shard.list(bob, 11, -1, 0)).containsExactly(
            "row r5 peer=user1 member=true last=2 mine=1/1 theirs=0/0 unread=1 #2 user1.2 k2 again",
            "row r5 peer=user0 member=true last=1 mine=1/1 theirs=0/0 unread=0 #1 user0.1 k from 0",
            "chats r5 asOf=15 next=-1 count=2");
        assertThat(shard.list(bob, 16, -1, 0)).containsExactly("refused e7 r5 code=4 detail=11");
        assertThat(shard.list(bob, -2, -1, 0)).containsExactly("refused e7 r5 code=4 detail=11");
    }

    @Test
    void shouldCountUnreadFromOrdinalsWhoeverWroteWhat() {
        final long bob = shard.attach("bob", "phone");
        final long chat = shard.chat("alice", "bob");
        shard.send(chat, "alice", "phone", "a1", "x");
        shard.send(chat, "bob", "tablet", "b1", "x");
        shard.send(chat, "alice", "phone", "a2", "x");
        shard.send(chat, "bob", "tablet", "b2", "x");
        shard.send(chat, "alice", "phone", "a3", "x");
        assertThat(shard.list(bob, -1, -1, 1)).first().asString().contains("unread=3");
        shard.read(bob, chat, 4);
        assertThat(shard.list(bob, -1, -1, 1)).first().asString().contains("mine=4/4 theirs=0/0 unread=1");
        assertThat(shard.getChat("bob", chat)).containsExactly(
            "row r8 peer=alice member=true last=5 mine=4/4 theirs=0/0 unread=1 #5 alice.3 a3 x",
            "participant r8 alice role=1 0/0", "participant r8 bob role=1 4/4", "detail r8 next=-1 count=2");
        assertThat(shard.getChat("carol", chat)).containsExactly("refused e7 r8 code=1 detail=1");
    }

    @Test
    void shouldCountAThousandUnreadAndNoMoreWhereverItIsAsked() {
        final long bob = shard.attach("bob", "phone");
        final long chat = shard.chat("alice", "bob");
        for (int i = 1; i <= 1_001; i++) {
            shard.send(chat, "alice", "phone", "k" + i, "x");
            if (i >= 999) {
                final String unread = " unread=" + Math.min(i, 1_000) + " ";
                assertThat(shard.list(bob, -1, -1, 1)).first().asString().contains(unread);
                assertThat(shard.getChat("bob", chat)).first().asString().contains(unread);
            }
        }
        shard.read(bob, chat, 2);
        assertThat(shard.list(bob, -1, -1, 1)).first().asString().contains(" unread=999 ");
        assertThat(shard.getChat("bob", chat)).first().asString().contains(" unread=999 ");
    }

    @Test
    void shouldReadHistoryInBothDirections() {
        final long chat = shard.chat("alice", "bob");
        for (int i = 1; i <= 7; i++) {
            shard.send(chat, "alice", "phone", "k" + i, "m" + i);
        }
        assertThat(shard.history("bob", chat, -1, -1, 2)).containsExactly(
            "history r6 #7 alice.7 k7 m7", "history r6 #6 alice.6 k6 m6", "cursor r6 alice 0/0", "cursor r6 bob 0/0",
            "page r6 #6-7 spool>5@-1 more=true newest-first");
        assertThat(shard.history("bob", chat, 3, -1, 2)).last().isEqualTo(
            "page r6 #1-2 spool>0@-1 more=false newest-first");
        assertThat(shard.history("bob", chat, -1, 5, 2)).contains("history r6 #6 alice.6 k6 m6").last().isEqualTo(
            "page r6 #6-7 spool>5@-1 more=false oldest-first");
        assertThat(shard.history("bob", chat, -1, 4, 2)).last().asString().contains("#5-6").contains("more=true");
        assertThat(shard.history("bob", chat, 1, -1, 2)).last().asString().contains("more=false");
        assertThat(shard.history("bob", chat, -1, 99, 2)).last().asString().contains("#8-7").contains("more=false");
        assertThat(shard.history("bob", chat, 3, 4, 2)).containsExactly("refused e7 r6 code=4 detail=11");
        assertThat(shard.history("carol", chat, -1, -1, 2)).containsExactly("refused e7 r6 code=1 detail=1");
    }

    @Test
    void shouldCutAPageOfHistoryByItsBytes() {
        final long chat = shard.chat("alice", "bob");
        final String big = "x".repeat(16_000);
        for (int i = 1; i <= 20; i++) {
            shard.send(chat, "alice", "phone", "k" + i, big);
        }
        assertThat(shard.history("bob", chat, -1, -1, 20)).hasSize(12 + 3).last().isEqualTo(
            "page r6 #9-20 spool>8@-1 more=true newest-first");
        assertThat(shard.history("bob", chat, -1, 0, 20)).hasSize(12 + 3).last().isEqualTo(
            "page r6 #1-12 spool>0@-1 more=true oldest-first");
    }
}
