package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One who left is told a chat as it was by then, and nothing of what became of it. */
class FormerMemberTest {
    private final Mesh mesh = new Mesh(2, CoreLimits.DEFAULT);

    /** User "b0" lives on the shard of the chat, "b1" on another. */
    @ParameterizedTest
    @ValueSource(strings = {"b0", "b1"})
    void shouldAnnounceAGroupToOneWhoWasRemovedAsItWasBefore(final String bob) {
        final long chat = mesh.create("alice0", "g", bob, "carol0", "dave1");
        mesh.send(chat, "alice0", "k1", "one");
        mesh.change(chat, Changes.REMOVED, 1, "alice0", bob, "dave1");
        goOn(chat);
        forget(bob);
        long session = mesh.attach(bob, "phone");
        assertThat(mesh.out(bob).takeHeads()).containsExactly("chat v0 n=4 Crew [" + bob + "]");
        assertThat(mesh.out(bob).take("push")).containsExactly("push e7 #1 alice0.1 k1 one [s" + session + "<0]",
            "push e7 #2 alice0 removed v1 " + bob + " dave1 [s" + session + "<1]");
        listsFormer(bob, session, "row v1 n=2 Crew former");
        mesh.restore(0);
        mesh.restore(1);
        forget(bob);
        session = mesh.attach(bob, "phone");
        assertThat(mesh.out(bob).takeHeads()).as("once more").containsExactly("chat v0 n=4 Crew [" + bob + "]");
        listsFormer(bob, session, "row v1 n=2 Crew former");
    }

    @ParameterizedTest
    @ValueSource(strings = {"b0", "b1"})
    void shouldAnnounceAGroupBeforeTheRemovalThatIsPushedAtOnce(final String bob) {
        final long chat = mesh.create("alice0", "g", bob, "carol0", "dave1");
        mesh.settle();
        final long session = mesh.attach(bob, "phone");
        final long dave = mesh.attach("dave1", "phone");
        forget(bob);
        forget("dave1");
        mesh.change(chat, Changes.REMOVED, 1, "alice0", bob, "carol0");
        mesh.settle();
        assertThat(mesh.out(bob).heads).contains("chat v0 n=4 Crew [" + bob + "]");
        assertThat(mesh.out(bob).take("push")).hasSize(1).first().asString().contains("removed v1").contains("s" + session + "<0");
        assertThat(mesh.out("dave1").heads).as("to who stays").contains("chat v1 n=2 Crew [alice0, dave1]");
        assertThat(dave).isPositive();
    }

    /** Of what was said after the leaving, and what may be said, the answers are the same. */
    @Test
    void shouldFindNothingThatCameAfterTheLeaving() {
        final long chat = mesh.create("alice0", "g", "b0", "carol0");
        mesh.send(chat, "alice0", "k1", "one");
        mesh.change(chat, Changes.REMOVED, 1, "alice0", "b0");
        mesh.send(chat, "alice0", "k2", "two");
        final long session = mesh.attach("b0", "phone");
        mesh.out("b0").take();
        for (final int status : new int[] {Receipts.DELIVERED_UNPUSHED, Receipts.READ_UNPUSHED}) {
            for (final long sequence : new long[] {3, 4, 99}) {
                mesh.acknowledge("b0", session, chat, sequence, status);
                assertThat(mesh.out("b0").take()).containsExactly(
                    "refused e7 r0 code=" + Refusal.NOT_FOUND + " detail=" + Refusal.Detail.NO_SUCH_MESSAGE);
            }
        }
        mesh.acknowledge("b0", session, chat, 2, Receipts.READ_UNPUSHED);
        assertThat(mesh.out("b0").take("refused")).as("the removal is meant for who was removed").isEmpty();
    }

    /** One who is in another shard's chat again reads what was said since before the own shard hears of any. */
    @Test
    void shouldLetOneReadAgainWhomItsShardHasNotHeardToBeBack() {
        final long chat = mesh.create("alice0", "g", "b1", "carol0");
        mesh.change(chat, Changes.REMOVED, 1, "alice0", "b1");
        mesh.settle();
        final long session = mesh.attach("b1", "phone");
        mesh.out("b1").take();
        mesh.change(chat, Changes.ADDED, 1, "alice0", "b1");
        mesh.send(chat, "alice0", "k1", "one");
        mesh.acknowledge("b1", session, chat, 3, Receipts.DELIVERED_UNPUSHED);
        assertThat(mesh.out("b1").take("refused")).as("nothing was received").isEmpty();
        mesh.acknowledge("b1", session, chat, 3, Receipts.READ_UNPUSHED);
        assertThat(mesh.out("b1").take("refused")).containsExactly(
            "refused e7 r0 code=" + Refusal.UNAVAILABLE + " detail=" + Refusal.Detail.NONE);
        mesh.settle();
        mesh.acknowledge("b1", session, chat, 3, Receipts.READ_UNPUSHED);
        assertThat(mesh.out("b1").take("refused")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"b0", "b1"})
    void shouldKeepApartSeveralLeavings(final String bob) {
        final long chat = mesh.create("alice0", "g", bob, "carol0");
        mesh.change(chat, Changes.LEFT, 1, bob);
        mesh.change(chat, Changes.ADDED, 1, "alice0", "erin0", bob);
        mesh.change(chat, Changes.TITLE, 0, "alice0");
        mesh.settle();
        final String title = title(bob, chat);
        mesh.change(chat, Changes.LEFT, 1, bob);
        goOn(chat);
        forget(bob);
        final long session = mesh.attach(bob, "phone");
        assertThat(mesh.out(bob).takeHeads()).containsExactly("chat v3 n=4 " + title + " [" + bob + "]");
        listsFormer(bob, session, "row v4 n=3 " + title + " former");
        mesh.change(chat, Changes.ADDED, 1, "alice0", bob);
        mesh.settle();
        mesh.out(bob).takeHeads();
        mesh.attach(bob, "phone");
        assertThat(mesh.out(bob).takeHeads()).as("a member again").hasSize(1).first().asString().startsWith("chat v7 n=6 T")
            .contains(bob, "alice0", "frank0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"b0", "b1"})
    void shouldTellNothingOfLaterOfAWideGroup(final String bob) {
        final Mesh wide = new Mesh(2, Limits.of(CoreLimits.DEFAULT).fanout(2).build());
        final long chat = wide.create("alice0", "g", bob, "carol0", "dave1");
        wide.settle();
        wide.attach(bob, "phone");
        wide.change(chat, Changes.REMOVED, 1, "alice0", bob);
        wide.change(chat, Changes.ADDED, 1, "alice0", "frank0", "frank1");
        wide.change(chat, Changes.TITLE, 0, "alice0");
        wide.settle();
        wide.out(bob).takeHeads();
        final long session = wide.attach(bob, "phone");
        assertThat(wide.out(bob).takeHeads()).containsExactly("chat v0 n=4 Crew [" + bob + "]");
        wide.at(Mesh.shardOf(bob)).onListChats(
            Mesh.EDGE, wide.epochs[Mesh.shardOf(bob)], 5, session, 0, -1, 100);
        assertThat(wide.out(bob).takeHeads()).containsExactly("row v1 n=3 Crew former");
    }

    /** A shard that is away is told of a chat as it was, since what it is then is not for those of its users who left before. */
    @Test
    void shouldTellAShardThatWasAwayNothingOfAfterALeaving() {
        mesh.isCut = true;
        final long chat = mesh.create("alice0", "g", "b1", "dave1");
        mesh.send(chat, "alice0", "k1", "one");
        mesh.change(chat, Changes.REMOVED, 1, "alice0", "b1");
        goOn(chat);
        mesh.send(chat, "alice0", "k2", "two");
        final long session = mesh.attach("b1", "phone");
        mesh.attach("dave1", "phone");
        mesh.isCut = false;
        mesh.pass(20_000);
        final List<String> heads = mesh.out("b1").takeHeads();
        assertThat(heads).contains("chat v0 n=3 Crew [b1]").filteredOn(head -> head.contains("b1"))
            .allSatisfy(head -> assertThat(head).startsWith("chat v0 n=3 Crew "));
        assertThat(heads).filteredOn(head -> !head.contains("b1"))
            .allSatisfy(head -> assertThat(head).matches("chat v3 n=4 T\\d+ \\[alice0, dave1, .*"));
        listsFormer("b1", session, "row v1 n=2 Crew former");
    }

    /** The last change is not looked for as far back as there are entries: what is behind it is told then, too. */
    @Test
    void shouldTellAShardThatWasAwayForVeryLongOfALeavingAndAllThatCameAfterIt() {
        final Mesh small = new Mesh(2, Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).build());
        small.isCut = true;
        final long chat = small.create("alice0", "g", "b1", "dave1");
        for (int i = 1; i <= 300; i++) {
            small.send(chat, "alice0", "k" + i, "x".repeat(9_000));
            small.cores.get(0).onJournalAdvance(1, small.cores.get(0).outputSequence());
        }
        small.change(chat, Changes.REMOVED, 1, "alice0", "b1");
        small.change(chat, Changes.TITLE, 0, "alice0");
        for (int i = 301; i <= 4_800; i++) {
            small.send(chat, "alice0", "k" + i, "x");
        }
        small.isCut = false;
        small.pass(20_000);
        final long dave = small.attach("dave1", "phone");
        small.out("dave1").takeHeads();
        assertThat(small.list("dave1", dave)).as("messages and changes").hasSize(1).first().asString().contains("#4802");
        assertThat(small.out("dave1").takeHeads()).hasSize(1).first().asString().matches("row v2 n=2 T\\d+ member");
        final long bob = small.attach("b1", "phone");
        small.out("b1").takeHeads();
        small.at(1).onListChats(Mesh.EDGE, small.epochs[1], 5, bob, 0, -1, 100);
        assertThat(small.out("b1").takeHeads()).containsExactly("row v0 n=3 Crew former");
    }

    /** What it is told follows what it was to be told when that became due, also after that shard's and this one's restart. */
    @Test
    void shouldTellAShardThatWasAwayOfAChatAsItWasThoughBothRestart() {
        mesh.isCut = true;
        final long chat = mesh.create("alice0", "g", "carol0", "erin0");
        mesh.change(chat, Changes.ADDED, 1, "alice0", "b1", "dave1");
        mesh.change(chat, Changes.REMOVED, 1, "alice0", "b1", "erin0");
        goOn(chat);
        mesh.restore(0);
        mesh.restore(1);
        mesh.isCut = false;
        mesh.pass(20_000);
        final long bob = mesh.attach("b1", "phone");
        assertThat(mesh.out("b1").takeHeads()).containsExactly("chat v1 n=5 Crew [b1]");
        listsFormer("b1", bob, "row v2 n=3 Crew former");
        final long dave = mesh.attach("dave1", "phone");
        mesh.out("dave1").takeHeads();
        mesh.list("dave1", dave);
        assertThat(mesh.out("dave1").takeHeads()).hasSize(1).first().asString().matches("row v4 n=5 T\\d+ member");
    }

    /** Of many who leave with one entry it lists a few; the others are looked for among former members, of whom some are forgotten. */
    @Test
    void shouldTellAShardThatWasAwayOfALeavingThatIsForgotten() {
        final Mesh few = new Mesh(2, Limits.of(CoreLimits.DEFAULT).groupMembers(150).build());
        final long chat = few.create("alice0", "g", "b1", "dave1");
        few.settle();
        few.isCut = true;
        few.change(chat, Changes.ADDED, 1, "alice0", many("x", 120));
        final List<String> gone = new ArrayList<>(List.of(many("x", 120)));
        gone.add("b1");
        few.change(chat, Changes.REMOVED, 1, "alice0", gone.toArray(String[]::new));
        for (int i = 0; i < 2; i++) {
            few.change(chat, Changes.ADDED, 1, "alice0", many("y" + i, 140));
            few.change(chat, Changes.REMOVED, 1, "alice0", many("y" + i, 140));
        }
        few.change(chat, Changes.TITLE, 0, "alice0");
        few.isCut = false;
        few.pass(20_000);
        final long bob = few.attach("b1", "phone");
        few.out("b1").takeHeads();
        few.at(1).onListChats(Mesh.EDGE, few.epochs[1], 5, bob, 0, -1, 100);
        assertThat(few.out("b1").takeHeads()).as("what it knew by then").containsExactly("row v1 n=123 Crew former");
        final long dave = few.attach("dave1", "phone");
        few.out("dave1").takeHeads();
        few.list("dave1", dave);
        assertThat(few.out("dave1").takeHeads()).hasSize(1).first().asString().matches("row v7 n=2 T\\d+ member");
    }

    private static String[] many(final String name, final int count) {
        return IntStream.range(0, count).mapToObj(i -> name + i + "x0").toArray(String[]::new);
    }

    @Test
    void shouldTellAShardThatWasAwayForAWhileWhatItKnew() {
        final long chat = mesh.create("alice0", "g", "b1", "dave1");
        mesh.change(chat, Changes.TITLE, 0, "alice0");
        mesh.settle();
        final String title = title("b1", chat);
        mesh.isCut = true;
        mesh.change(chat, Changes.REMOVED, 1, "alice0", "b1");
        goOn(chat);
        mesh.isCut = false;
        mesh.pass(20_000);
        mesh.out("b1").takeHeads();
        final long session = mesh.attach("b1", "phone");
        assertThat(mesh.out("b1").takeHeads()).hasSize(1).first().asString().startsWith("chat v1 ")
            .endsWith(title + " [b1]");
        mesh.at(1).onListChats(Mesh.EDGE, mesh.epochs[1], 5, session, 0, -1, 100);
        assertThat(mesh.out("b1").takeHeads()).hasSize(1).first().asString().contains(title + " former");
    }

    @Test
    void shouldCountMembersOfAnotherShardsChatByItsChanges() {
        final long chat = mesh.create("alice0", "g", "b1", "dave1");
        mesh.settle();
        mesh.isCut = true;
        mesh.change(chat, Changes.ADDED, 1, "alice0", "erin0", "erin1");
        mesh.change(chat, Changes.TITLE, 0, "alice0");
        mesh.change(chat, Changes.REMOVED, 1, "alice0", "dave1", "erin0");
        mesh.isCut = false;
        mesh.pass(20_000);
        final long session = mesh.attach("b1", "phone");
        mesh.out("b1").takeHeads();
        mesh.list("b1", session);
        assertThat(mesh.out("b1").takeHeads()).hasSize(1).first().asString().matches("row v3 n=3 T\\d+ member");
    }

    @Test
    void shouldSayOfWhichVersionAGroupWasWhenOneLeft() {
        final long chat = mesh.create("alice0", "g", "b0", "carol0");
        mesh.change(chat, Changes.LEFT, 1, "b0");
        goOn(chat);
        mesh.out("b0").take();
        mesh.change(chat, Changes.LEFT, 1, "b0");
        assertThat(mesh.out("b0").take("unchanged")).hasSize(1).first().asString().endsWith(" v1");
    }

    /** What a former member is not to see. */
    private void goOn(final long chat) {
        mesh.change(chat, Changes.TITLE, 0, "alice0");
        mesh.change(chat, Changes.ADDED, 1, "alice0", "frank0", "frank1");
        mesh.settle();
    }

    private String title(final String member, final long chat) {
        mesh.outs.get(0).takeHeads();
        mesh.getChat(member, chat);
        return mesh.outs.get(0).takeHeads().get(0).split(" ")[3];
    }

    private void forget(final String user) {
        mesh.out(user).take();
        mesh.out(user).takeHeads();
    }

    private void listsFormer(final String user, final long session, final String row) {
        mesh.out(user).takeHeads();
        mesh.at(Mesh.shardOf(user)).onListChats(Mesh.EDGE, mesh.epochs[Mesh.shardOf(user)], 5, session, 0, -1, 100);
        assertThat(mesh.out(user).takeHeads()).containsExactly(row);
    }
}
