package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest {
    private final Mesh mesh = new Mesh(3, CoreLimits.DEFAULT);

    @Test
    void shouldTalkFromShardToShard() {
        final long alice = mesh.attach("alice0", "phone");
        final long bob = mesh.attach("bob1", "phone");
        final long chat = mesh.create("alice0", "", "bob1");
        mesh.settle();
        assertThat(mesh.out("bob1").take("chat")).containsExactly(
            "chat e7 r0 kind=1 by=alice0 of=alice0,bob1 n=2 title= [s" + bob + "<0]");
        mesh.send(chat, "alice0", "k1", "hi bob");
        mesh.settle();
        assertThat(mesh.out("bob1").take("push")).containsExactly("push e7 #1 alice0.1 k1 hi bob [s" + bob + "<0]");
        mesh.send(chat, "bob1", "k1", "hi alice");
        mesh.settle();
        assertThat(mesh.out("alice0").take("push")).containsExactly(
            "push e7 #2 bob1.1 k1 hi alice [s" + alice + "<0]");
        assertThat(mesh.out("bob1").take("push")).as("bob's own device has the answer").isEmpty();
        mesh.acknowledge("bob1", bob, chat, 1, Receipts.READ);
        mesh.pass(200);
        assertThat(mesh.out("alice0").take("receipt")).containsExactly(
            "receipt e7 #1 READ by bob1 [s" + alice + "<0]");
        assertThat(mesh.getChat("alice0", chat)).contains("participant r8 bob1 role=1 1/1");
        assertThat(mesh.list("bob1", bob)).first().asString().contains("last=2 mine=1/1").contains("unread=0");
        assertThat(mesh.list("alice0", alice)).first().asString().contains("theirs=1/1").contains("unread=1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellOfBothMarksThatMovedByTheirOwnEntries(final boolean inAGroup) {
        final long alice = mesh.attach("alice0", "phone");
        final long bob = mesh.attach("bob1", "phone");
        final long chat = inAGroup ? mesh.create("alice0", "g", "bob1", "carol0") : mesh.create("alice0", "", "bob1");
        mesh.send(chat, "alice0", "k1", "one");
        final long first = mesh.out("alice0").lastMsgId;
        mesh.send(chat, "alice0", "k2", "two");
        final long second = mesh.out("alice0").lastMsgId;
        mesh.settle();
        mesh.acknowledge("bob1", bob, chat, 1, Receipts.READ);
        mesh.acknowledge("bob1", bob, chat, 2, Receipts.DELIVERED);
        mesh.pass(200);
        assertThat(mesh.out("alice0").take("receipt")).as("they came as one").containsExactly(
            "receipt e7 #2 DELIVERED by bob1 [s" + alice + "<0]", "receipt e7 #1 READ by bob1 [s" + alice + "<0]");
        assertThat(mesh.out("alice0").receiptMsgIds).containsExactly(second, first);
    }

    /** Another user of the shard may have left meanwhile: what comes is told as it came. */
    @Test
    void shouldCountAsUnreadWhatWasWrittenBeforeAChatWasToldOf() {
        final long bob = mesh.attach("bob1", "phone");
        mesh.isCut = true;
        final long chat = mesh.create("alice0", "g", "bob1", "dave1");
        mesh.send(chat, "alice0", "k1", "one");
        mesh.send(chat, "dave1", "k2", "two");
        mesh.change(chat, Changes.REMOVED, 1, "alice0", "dave1");
        mesh.change(chat, Changes.ADDED, 1, "alice0", "dave1");
        mesh.isCut = false;
        mesh.pass(20_000);
        assertThat(mesh.list("bob1", bob)).first().asString().contains("last=4").contains("unread=2");
        final long dave = mesh.attach("dave1", "phone");
        assertThat(mesh.list("dave1", dave)).first().asString().as("one of them is his own").contains("unread=1");
    }

    /** Changes are entries, but no messages. */
    @Test
    void shouldCountAsUnreadOnlyMessagesThoughChangesWereBefore() {
        final long bob = mesh.attach("bob1", "phone");
        mesh.isCut = true;
        final long chat = mesh.create("alice0", "g", "dave1", "erin2");
        mesh.change(chat, Changes.TITLE, 0, "alice0");
        mesh.send(chat, "alice0", "k1", "one");
        mesh.change(chat, Changes.ADDED, 1, "alice0", "bob1");
        mesh.send(chat, "alice0", "k2", "two");
        mesh.change(chat, Changes.REMOVED, 1, "alice0", "dave1");
        mesh.isCut = false;
        mesh.pass(20_000);
        assertThat(mesh.list("bob1", bob)).first().asString().contains("last=5").contains("unread=1");
    }

    @Test
    void shouldCountAsUnreadWhatFollowsAReadMarkAmongOwnMessages() {
        final long bob = mesh.attach("bob1", "phone");
        mesh.isCut = true;
        final long chat = mesh.create("alice0", "g", "bob1", "dave1");
        mesh.send(chat, "bob1", "k1", "mine");
        mesh.send(chat, "alice0", "k2", "two");
        mesh.send(chat, "alice0", "k3", "three");
        mesh.send(chat, "bob1", "k4", "mine");
        mesh.change(chat, Changes.REMOVED, 1, "alice0", "dave1");
        mesh.isCut = false;
        mesh.pass(20_000);
        mesh.acknowledge("bob1", bob, chat, 2, Receipts.READ);
        assertThat(mesh.list("bob1", bob)).first().asString().contains("mine=2/2").contains("unread=1");
    }

    @Test
    void shouldKnowTheLastEntryThoughAUserLeftWithIt() {
        final long bob = mesh.attach("bob1", "phone");
        mesh.isCut = true;
        final long chat = mesh.create("alice0", "g", "bob1", "dave1");
        mesh.send(chat, "alice0", "k1", "one");
        mesh.change(chat, Changes.REMOVED, 1, "alice0", "dave1");
        mesh.isCut = false;
        mesh.pass(20_000);
        assertThat(mesh.list("bob1", bob)).first().asString().endsWith("#2 alice0 removed v1 dave1");
    }

    @Test
    void shouldNotCallAnEntryUnknownThatIsOnItsWay() {
        final long bob = mesh.attach("bob1", "phone");
        final long chat = mesh.create("alice0", "", "bob1");
        mesh.settle();
        mesh.send(chat, "alice0", "k1", "hi");
        mesh.out("bob1").take();
        mesh.acknowledge("bob1", bob, chat, 1, Receipts.DELIVERED_UNPUSHED);
        assertThat(mesh.out("bob1").take()).as("it is pushed later").isEmpty();
        mesh.acknowledge("bob1", bob, chat, 1, Receipts.READ_UNPUSHED);
        assertThat(mesh.out("bob1").take()).containsExactly("refused e7 r0 code=" + Refusal.UNAVAILABLE + " detail=0");
        mesh.settle();
        mesh.acknowledge("bob1", bob, chat, 1, Receipts.READ_UNPUSHED);
        assertThat(mesh.out("bob1").take("refused")).isEmpty();
        assertThat(mesh.list("bob1", bob)).first().asString().contains("mine=1/1");
        mesh.acknowledge("bob1", bob, chat, 0, Receipts.READ_UNPUSHED);
        assertThat(mesh.out("bob1").take("refused")).hasSize(1).first().asString().contains("code=" + Refusal.NOT_FOUND);
    }

    @Test
    void shouldTellTheCreatorOnAnotherShardOnce() {
        final long zoe = mesh.attach("zoe2", "phone");
        final long tablet = mesh.attach("zoe2", "tablet");
        mesh.create("zoe2", "", "alice0");
        mesh.settle();
        assertThat(mesh.out("zoe2").take("chat")).as("the phone gets the answer, not from here").containsExactly(
            "chat e7 r0 kind=1 by=zoe2 of=zoe2,alice0 n=2 title= [s" + tablet + "<0]");
        assertThat(zoe).isNotEqualTo(tablet);
    }

    @Test
    void shouldSendAnEntryOnceForAllMembersOfAShard() {
        final long chat = mesh.create("alice0", "g", "b1", "c1", "d1", "e2");
        mesh.settle();
        mesh.outs.get(0).take();
        mesh.send(chat, "alice0", "k1", "hi");
        assertThat(mesh.outs.get(0).take("link")).containsExactly(
            "link 1 g1 n2 entry #1 alice0.1 k1 hi", "link 2 g1 n2 entry #1 alice0.1 k1 hi");
    }

    @Test
    void shouldSayWhomAChangeIsAboutAndNameNobodyElse() {
        final long chat = mesh.create("alice0", "g", "b1", "c1");
        mesh.settle();
        mesh.outs.get(0).take();
        mesh.change(chat, Changes.ADDED, 1, "alice0", "d1");
        assertThat(mesh.outs.get(0).take("link 1")).containsExactly(
            "link 1 g1 n2 entry #1 alice0 added v1 d1 about d1");
        mesh.change(chat, Changes.ROLE, ChatView.ADMIN, "alice0", "b1");
        mesh.change(chat, Changes.REMOVED, 1, "alice0", "b1");
        mesh.change(chat, Changes.ADDED, 1, "alice0", "b1");
        assertThat(mesh.outs.get(0).take("link 1")).extracting(line -> line.substring(line.indexOf("about")))
            .containsExactly("about b1", "about b1", "about b1");
        mesh.newTerm(0);
        assertThat(mesh.outs.get(0).take("link 1").stream().filter(line -> line.contains("#1 "))).as("sent again")
            .allSatisfy(line -> assertThat(line).endsWith("about d1"));
    }

    @Test
    void shouldGoOnWhenAShardWasAway() {
        final long chat = mesh.create("alice0", "g", "b1", "c2");
        mesh.settle();
        mesh.isCut = true;
        for (int i = 1; i <= 20; i++) {
            mesh.send(chat, "alice0", "k" + i, "text " + i);
        }
        mesh.pass(20_000);
        mesh.isCut = false;
        mesh.pass(10_000);
        mesh.attach("b1", "phone");
        assertThat(mesh.out("b1").take("push")).hasSize(20);
        mesh.outs.get(0).take();
        mesh.pass(10_000);
        assertThat(mesh.outs.get(0).take("link")).as("everything is acknowledged").isEmpty();
    }

    @Test
    void shouldNotCountMessagesTwiceOfAChatThatIsToldOfLate() {
        final Mesh small = new Mesh(2, Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).build());
        final long bob = small.attach("b1", "phone");
        small.isCut = true;
        final long chat = small.create("alice0", "g", "b1", "c1");
        sendLarge(small, chat, 300);
        small.pass(5_000);
        small.isCut = false;
        small.pass(20_000);
        assertThat(small.list("b1", bob)).first().asString().contains("last=300").contains("unread=300");
    }

    @Test
    void shouldNotTakeEntriesThatWereOnlyToldOfForOwnSends() {
        final Mesh small = new Mesh(2, Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).build());
        final long bob = small.attach("b1", "phone");
        final long chat = small.create("alice0", "g", "b1", "c1");
        small.send(chat, "alice0", "k", "first");
        small.send(chat, "b1", "k", "own, while the first waits");
        small.settle();
        small.isCut = true;
        sendLarge(small, chat, 300);
        small.pass(5_000);
        small.isCut = false;
        small.pass(20_000);
        small.acknowledge("b1", bob, chat, 1, Receipts.DELIVERED);
        small.out("b1").take();
        small.attach("b1", "phone");
        assertThat(small.out("b1").take("stored")).first().asString().startsWith("stored e7 #3-");
    }

    @Test
    void shouldGiveOneWhoLeftWhatCameBeforeThoughItIsOnlyToldOf() {
        final Mesh small = new Mesh(2, Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).build());
        final long bob = small.attach("b1", "phone");
        final long chat = small.create("alice0", "g", "b1", "c1");
        small.settle();
        small.isCut = true;
        small.send(chat, "alice0", "first", "for bob");
        small.change(chat, Changes.REMOVED, 1, "alice0", "b1");
        sendLarge(small, chat, 300);
        small.pass(5_000);
        small.isCut = false;
        small.out("b1").take();
        small.pass(5_000);
        assertThat(small.out("b1").take("stored")).containsExactly("stored e7 #1-2 [s" + bob + "<0] table");
    }

    /** Own messages left memory before the chat was told of: they are not among those that came before all entries. */
    @Test
    void shouldTellWhoWroteWhatWasOnlyToldOfThatItIsRead() {
        final Mesh small = new Mesh(2, Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).build());
        final long alice = small.attach("alice0", "phone");
        final long bob = small.attach("b1", "phone");
        small.isCut = true;
        final long chat = small.create("alice0", "g", "b1", "carol0");
        small.send(chat, "alice0", "k0", "one");
        small.send(chat, "b1", "k", "own");
        sendLarge(small, chat, 300);
        small.pass(5_000);
        small.isCut = false;
        small.pass(20_000);
        assertThat(small.list("b1", bob)).first().asString().contains("last=302").contains("unread=301");
        small.acknowledge("alice0", alice, chat, 302, Receipts.READ);
        small.pass(500);
        assertThat(small.out("b1").take("receipt")).contains("receipt e7 #302 READ by alice0 [s" + bob + "<0]");
    }

    private static void sendLarge(final Mesh mesh, final long chat, final int count) {
        for (int i = 1; i <= count; i++) {
            mesh.send(chat, "alice0", "k" + i, "x".repeat(9_000));
            mesh.cores.get(0).onJournalAdvance(1, mesh.cores.get(0).outputSequence());
        }
    }

    @Test
    void shouldTellInsteadOfSendingWhatLeftMemory() {
        final Mesh small = new Mesh(2, Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).build());
        final long bob = small.attach("b1", "phone");
        final long chat = small.create("alice0", "g", "b1", "c1", "d1");
        small.settle();
        small.send(chat, "alice0", "k0", "first");
        small.settle();
        small.isCut = true;
        small.change(chat, Changes.REMOVED, 1, "alice0", "c1");
        for (int i = 1; i <= 300; i++) {
            small.send(chat, "alice0", "k" + i, "x".repeat(9_000));
            small.cores.get(0).onJournalAdvance(1, small.cores.get(0).outputSequence());
        }
        small.change(chat, Changes.REMOVED, 1, "alice0", "d1");
        small.change(chat, Changes.ADDED, 1, "alice0", "d1");
        small.pass(5_000);
        small.isCut = false;
        small.out("b1").take();
        small.pass(20_000);
        assertThat(small.out("b1").take("stored")).first().asString()
            .startsWith("stored e7 #2-").endsWith("[s" + bob + "<1] table");
        small.acknowledge("b1", bob, chat, 257, Receipts.READ);
        assertThat(small.list("b1", bob)).first().asString().contains("last=304").contains("mine=257/257");
        final long carol = small.attach("c1", "phone");
        assertThat(small.list("c1", carol)).isEmpty();
        final long dave = small.attach("d1", "phone");
        assertThat(small.list("d1", dave)).first().asString().contains("last=304");
    }

    /** Neither shard nor edge knows then which of the entries before it are messages: no fewer than there are changes fewer. */
    @ParameterizedTest
    @CsvSource({"0, 298", "1, 299"})
    void shouldCountAsUnreadWhatFollowsAReadMarkAtWhatLeftMemory(final int changes, final int unread) {
        final Mesh small = new Mesh(2, Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).build());
        final long bob = small.attach("b1", "phone");
        final long chat = small.create("alice0", "g", "b1", "c1");
        for (int i = 1; i <= 300; i++) {
            small.send(chat, "alice0", "k" + i, "x".repeat(9_000));
            small.cores.get(0).onJournalAdvance(1, small.cores.get(0).outputSequence());
            small.settle();
        }
        for (int i = 0; i < changes; i++) {
            small.change(chat, Changes.TITLE, 0, "alice0");
        }
        small.settle();
        small.pass(20_000);
        small.acknowledge("b1", bob, chat, 2, Receipts.READ_UNPUSHED);
        assertThat(small.list("b1", bob)).first().asString().contains("mine=2/2").contains("unread=" + unread + " ");
    }

    /** Whoever is named is looked through for each mark, and known for good: so few are, though all of them were in it then. */
    @Test
    void shouldNameFewOfAGroupThatWasWideWhenAShardWasToBeToldOfIt() {
        final Mesh wide = new Mesh(2, Limits.of(CoreLimits.DEFAULT).fanout(2).build());
        wide.isCut = true;
        final String[] others = IntStream.range(0, 40).mapToObj(i -> "x" + i + "x0").toArray(String[]::new);
        final long chat = wide.create("alice0", "g", Stream.concat(Stream.of("b1"), Stream.of(others)).toArray(String[]::new));
        wide.change(chat, Changes.REMOVED, 1, "alice0", others);
        wide.isCut = false;
        wide.pass(20_000);
        assertThat(wide.outs.get(0).linkedMembers).isEqualTo(26);
        final long bob = wide.attach("b1", "phone");
        wide.out("b1").takeHeads();
        wide.list("b1", bob);
        assertThat(wide.out("b1").takeHeads()).containsExactly("row v1 n=2 Crew member");
        wide.send(chat, "alice0", "k1", "one");
        wide.settle();
        assertThat(wide.list("b1", bob)).first().asString().as("it is wide no more").contains("theirs=0/0");
    }

    /** That it was told of the chat as wide is not acknowledged, so it is not told anew; who the others are it has to be. */
    @Test
    void shouldTellWhoIsInAGroupThatIsWideNoMoreWhenAShardComesBack() {
        final Mesh wide = new Mesh(2, Limits.of(CoreLimits.DEFAULT).fanout(2).build());
        final long chat = wide.create("alice0", "g", "b1", "carol0", "erin0", "frank0");
        wide.isCut = true;
        wide.settle();
        wide.change(chat, Changes.LEFT, 1, "b1");
        wide.change(chat, Changes.REMOVED, 1, "alice0", "carol0", "erin0", "frank0");
        wide.change(chat, Changes.ADDED, 1, "alice0", "c1");
        wide.isCut = false;
        wide.pass(20_000);
        wide.attach("c1", "phone");
        assertThat(wide.out("c1").takeHeads()).containsExactly("chat v3 n=2 Crew [c1, alice0]");
    }

    @Test
    void shouldBringAShardInWithItsFirstMember() {
        final long chat = mesh.create("alice0", "g", "b1", "x0");
        mesh.send(chat, "alice0", "k1", "one");
        mesh.settle();
        mesh.change(chat, Changes.ADDED, 1, "alice0", "c2");
        mesh.send(chat, "b1", "k1", "two");
        mesh.settle();
        final long carol = mesh.attach("c2", "phone");
        assertThat(mesh.out("c2").take("push")).containsExactly(
            "push e7 #2 alice0 added v1 c2 [s" + carol + "<0]", "push e7 #3 b1.1 k1 two [s" + carol + "<2]");
        mesh.change(chat, Changes.REMOVED, 1, "alice0", "c2");
        mesh.settle();
        assertThat(mesh.out("c2").take("push")).containsExactly(
            "push e7 #4 alice0 removed v2 c2 [s" + carol + "<3]");
        mesh.acknowledge("c2", carol, chat, 4, Receipts.READ);
        // Her cursor was looked at before the entry that said READ, and is again a grace after the last entry.
        mesh.pass(11_000);
        mesh.outs.get(0).take();
        mesh.send(chat, "b1", "k2", "not for carol");
        assertThat(mesh.outs.get(0).take("link 2")).isEmpty();
        mesh.settle();
        mesh.change(chat, Changes.ADDED, 1, "alice0", "c2");
        mesh.settle();
        assertThat(mesh.out("c2").take("push")).containsExactly("push e7 #6 alice0 added v3 c2 [s" + carol + "<0]");
    }

    @Test
    void shouldKeepMarksOfAllShardsInAGroup() {
        final long alice = mesh.attach("alice0", "phone");
        final long bob = mesh.attach("b1", "phone");
        final long carol = mesh.attach("c2", "phone");
        final long chat = mesh.create("alice0", "g", "b1", "c2");
        mesh.send(chat, "b1", "k1", "hi");
        mesh.settle();
        mesh.acknowledge("alice0", alice, chat, 1, Receipts.DELIVERED);
        mesh.acknowledge("c2", carol, chat, 1, Receipts.READ);
        mesh.pass(300);
        assertThat(mesh.out("b1").take("receipt")).containsExactlyInAnyOrder(
            "receipt e7 #1 DELIVERED by alice0 [s" + bob + "<0]", "receipt e7 #1 READ by c2 [s" + bob + "<0]");
        assertThat(mesh.list("b1", bob)).first().asString().contains("theirs=1/0");
    }

    /** What the mark is by is sent with what it is, however late; a shard without members is not told of a move. */
    @Test
    void shouldTellByWhichEntryAMarkIsThoughItMovedUnseen() {
        final long alice = mesh.attach("alice0", "phone");
        final long bob = mesh.attach("b1", "phone");
        final long chat = mesh.create("alice0", "g", "b1", "carol0");
        mesh.send(chat, "b1", "k1", "hi");
        mesh.settle();
        final long first = mesh.out("alice0").lastMsgId;
        mesh.isCut = true;
        mesh.acknowledge("alice0", alice, chat, 1, Receipts.DELIVERED);
        mesh.pass(300);
        mesh.change(chat, Changes.REMOVED, 1, "alice0", "b1");
        mesh.acknowledge("alice0", alice, chat, 2, Receipts.DELIVERED);
        mesh.isCut = false;
        mesh.pass(20_000);
        mesh.change(chat, Changes.ADDED, 1, "alice0", "b1");
        mesh.settle();
        mesh.detach("b1", bob);
        mesh.out("b1").take();
        mesh.attach("b1", "phone");
        assertThat(mesh.out("b1").take("receipt")).hasSize(1).first().asString().contains("#2 DELIVERED by alice0");
        assertThat(mesh.out("b1").receiptMsgIds).hasSize(1).first().matches(msgId -> msgId > first);
    }

    @Test
    void shouldKeepTheMarksOfOneWhoCameBackUnseen() {
        final Mesh small = new Mesh(2, Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).build());
        final long alice = small.attach("alice0", "phone");
        final long bob = small.attach("b1", "phone");
        final long dave = small.attach("d1", "phone");
        final long chat = small.create("alice0", "g", "b1", "d1");
        small.send(chat, "b1", "k", "hi");
        small.settle();
        small.acknowledge("alice0", alice, chat, 1, Receipts.READ);
        small.acknowledge("d1", dave, chat, 1, Receipts.READ);
        small.pass(300);
        assertThat(small.list("b1", bob)).first().asString().contains("theirs=1/1");
        small.isCut = true;
        small.change(chat, Changes.REMOVED, 1, "alice0", "d1");
        small.change(chat, Changes.ADDED, 1, "alice0", "d1");
        for (int i = 1; i <= 300; i++) {
            small.send(chat, "alice0", "k" + i, "x".repeat(9_000));
            small.cores.get(0).onJournalAdvance(1, small.cores.get(0).outputSequence());
        }
        small.pass(5_000);
        small.isCut = false;
        small.pass(20_000);
        assertThat(small.list("b1", bob)).first().asString().contains("theirs=1/1");
    }

    /** The chat's owner forgot that there was such a member before the other shard heard that it left. */
    @Test
    void shouldTellOfOneWhoLeftThoughTheChatsOwnerForgotHim() {
        final Mesh mesh = new Mesh(2, Limits.of(CoreLimits.DEFAULT).groupMembers(4).build());
        final long bob = mesh.attach("bob1", "phone");
        final long chat = mesh.create("alice0", "g", "bob1", "carol1");
        mesh.settle();
        mesh.pass(500);
        assertThat(mesh.list("bob1", bob)).hasSize(1);
        mesh.isCut = true;
        mesh.change(chat, Changes.REMOVED, ChatView.MEMBER, "alice0", "bob1");
        for (int i = 0; i < 4; i++) {
            mesh.change(chat, Changes.ADDED, ChatView.MEMBER, "alice0", "m" + i + "-0");
            mesh.change(chat, Changes.REMOVED, ChatView.MEMBER, "alice0", "m" + i + "-0");
        }
        assertThat(mesh.history("bob1", chat).get(0)).startsWith("refused");
        mesh.isCut = false;
        mesh.pass(3_000);
        assertThat(mesh.list("bob1", bob)).isEmpty();
    }

    /** Of the time that the other shard knows nothing is told any more, nor that it ended: nobody is shown what came after. */
    @Test
    void shouldShowNothingOfTheTimeAwayThoughTheTimeBeforeItIsForgotten() {
        final Mesh small = new Mesh(2, smallWithTimes(1));
        final long bob = small.attach("b1", "phone");
        final long chat = small.create("alice0", "g", "b1", "c1");
        small.send(chat, "alice0", "k", "first");
        small.settle();
        assertThat(small.out("b1").take("push")).hasSize(1);
        small.isCut = true;
        small.change(chat, Changes.REMOVED, 1, "alice0", "b1");
        sendLarge(small, chat, 300);
        small.change(chat, Changes.ADDED, 1, "alice0", "b1");
        small.pass(5_000);
        small.isCut = false;
        small.pass(20_000);
        final List<String> shown = small.out("b1").take().stream().filter(line -> line.matches("(push|stored) .*")).toList();
        assertThat(shown).filteredOn(line -> !line.contains(" #1 ")).isNotEmpty()
            .allMatch(line -> line.startsWith("push e7 #303 alice0 added"));
        small.acknowledge("b1", bob, chat, 303, Receipts.READ);
        assertThat(small.list("b1", bob)).first().asString().contains("member=true last=303 mine=303/303").contains("unread=0");
        small.restore(1);
    }

    /** The same of one who left for good, whom the chat's owner forgot. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldShowNothingAfterTheTimeOfOneWhoLeftAndIsForgotten(final boolean beforeAnyEntry) {
        final Mesh small = new Mesh(2, Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).groupMembers(4).build());
        final long bob = small.attach("bob1", "phone");
        final long chat = small.create("alice0", "g", "bob1", "carol1");
        if (!beforeAnyEntry) {
            small.send(chat, "alice0", "k", "first");
        }
        small.pass(500);
        small.out("bob1").take();
        small.isCut = true;
        small.change(chat, Changes.REMOVED, 1, "alice0", "bob1");
        for (int i = 0; i < 4; i++) {
            small.change(chat, Changes.ADDED, 1, "alice0", "m" + i + "-0");
            small.change(chat, Changes.REMOVED, 1, "alice0", "m" + i + "-0");
        }
        sendLarge(small, chat, 300);
        small.pass(5_000);
        small.isCut = false;
        small.pass(20_000);
        assertThat(small.out("bob1").take("stored").stream().distinct().map(line -> line.replaceAll(" \\[.*", "")).toList())
            .as("entry 1, by which the user left or which came before").isEqualTo(beforeAnyEntry ? List.of("stored e7 #1-1") : List.of());
        assertThat(small.list("bob1", bob)).isEmpty();
        small.restore(1);
    }

    /** Where a shard lets a mark begin, since it knows of no time before, no device said anything. */
    @Test
    void shouldTellNobodyThatOneReadWhatNoDeviceSaid() {
        final Mesh small = new Mesh(2, smallWithTimes(1));
        small.attach("alice0", "phone");
        final long bob = small.attach("b1", "phone");
        small.isCut = true;
        final long chat = small.create("alice0", "g", "b1", "c1");
        small.send(chat, "alice0", "k", "first");
        small.change(chat, Changes.REMOVED, 1, "alice0", "b1");
        small.change(chat, Changes.ADDED, 1, "alice0", "b1");
        sendLarge(small, chat, 300);
        small.pass(5_000);
        small.isCut = false;
        small.pass(20_000);
        small.acknowledge("b1", bob, chat, 200, Receipts.DELIVERED);
        small.acknowledge("b1", bob, chat, 303, Receipts.DELIVERED);
        small.pass(500);
        assertThat(small.outs.get(0).take("receipt")).isNotEmpty().allMatch(line -> line.contains(" DELIVERED by b1 "));
        assertThat(small.getChat("alice0", chat)).contains("participant r8 b1 role=1 303/0");
        small.acknowledge("b1", bob, chat, 303, Receipts.READ);
        small.pass(500);
        assertThat(small.getChat("alice0", chat)).contains("participant r8 b1 role=1 303/303");
    }

    private static CoreLimits smallWithTimes(final int times) {
        final CoreLimits limits = Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).build();
        return limits.listing(times, limits.ownRunsMax(), limits.linkRecordsMax(), limits.commandUsersMax());
    }

    /** What one wrote before is in no count of what others wrote since, though the user's shard remembers nothing of that time. */
    @Test
    void shouldTellWhoComesBackLateHowMuchTheUserWroteBefore() {
        final Mesh mesh = new Mesh(2, CoreLimits.DEFAULT);
        final long chat = mesh.create("alice0", "g", "bob1", "carl1");
        for (int i = 0; i < 5; i++) {
            mesh.send(chat, "bob1", "b" + i, "mine");
        }
        mesh.send(chat, "alice0", "a0", "hers");
        mesh.change(chat, Changes.REMOVED, 1, "alice0", "bob1");
        mesh.settle();
        mesh.pass(500);
        mesh.now += CoreLimits.DEFAULT.inboxRetentionMs();
        mesh.pass(10_000);
        final long bob = mesh.attach("bob1", "phone");
        mesh.change(chat, Changes.ADDED, 1, "alice0", "bob1");
        mesh.settle();
        assertThat(mesh.list("bob1", bob)).singleElement().asString().contains("unread=0");
        mesh.send(chat, "bob1", "b5", "mine");
        mesh.send(chat, "alice0", "a1", "hers");
        mesh.send(chat, "carl1", "c1", "his");
        mesh.settle();
        assertThat(mesh.list("bob1", bob)).singleElement().asString().contains("unread=2");
        mesh.acknowledge("bob1", bob, chat, 10, Receipts.READ);
        assertThat(mesh.list("bob1", bob)).singleElement().asString().contains("unread=1");
    }
}
