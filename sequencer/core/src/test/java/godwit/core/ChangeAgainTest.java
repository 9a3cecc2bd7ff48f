package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of groups that their edge offers again, while others' lie between. */
class ChangeAgainTest {
    private final Shard shard = new Shard();
    private long chat;

    @BeforeEach
    void makeGroup() {
        chat = shard.group("alice", "g1", "bob", "carol", "dave");
        shard.change(chat, Changes.ROLE, ChatView.ADMIN, "alice", "", "bob");
        shard.out.take();
    }

    @Test
    void shouldNotUndoAnothersTitle() {
        final List<String> first = title("alice", "x");
        final long name = shard.lastCorrelation();
        title("bob", "y");

        assertThat(shard.changeAgain(name, chat, Changes.TITLE, 0, "alice", "x")).isEqualTo(answers(first));
        assertThatTitleIs("y");
    }

    @Test
    void shouldNotUndoItAfterASnapshot() {
        final List<String> first = title("alice", "x");
        final long name = shard.lastCorrelation();
        title("bob", "y");
        shard.core = Shard.restore(shard.snapshot(), shard.out);

        assertThat(shard.changeAgain(name, chat, Changes.TITLE, 0, "alice", "x")).isEqualTo(answers(first));
        assertThatTitleIs("y");
    }

    @Test
    void shouldNotAddAgainWhoLeftMeanwhile() {
        shard.change(chat, Changes.ADDED, "alice", "erin");
        final long name = shard.lastCorrelation();
        shard.change(chat, Changes.LEFT, "erin");
        final long last = last();

        assertThat(shard.changeAgain(name, chat, Changes.ADDED, ChatView.MEMBER, "alice", "", "erin")).hasSize(1);
        assertThat(last()).isEqualTo(last);
    }

    @Test
    void shouldNotAddAfterAllWhoWasAMemberAlreadyAndWasRemovedSince() {
        shard.out.take();
        shard.change(chat, Changes.ADDED, "alice", "carol");
        final List<String> first = shard.out.take();
        assertThat(first).singleElement().asString().startsWith("unchanged");
        final long name = shard.lastCorrelation();
        shard.change(chat, Changes.REMOVED, "alice", "carol");
        final long last = last();

        assertThat(shard.changeAgain(name, chat, Changes.ADDED, ChatView.MEMBER, "alice", "", "carol"))
            .as("in the version of the first answer").isEqualTo(first);
        assertThat(last()).isEqualTo(last);
    }

    @Test
    void shouldTellAFormerMemberOfTheLeavingThoughThereAgain() {
        shard.change(chat, Changes.LEFT, "carol");
        shard.out.take();
        shard.change(chat, Changes.LEFT, "carol");
        final List<String> first = shard.out.take();
        final long name = shard.lastCorrelation();
        shard.change(chat, Changes.ADDED, "alice", "carol");
        final long last = last();

        assertThat(shard.changeAgain(name, chat, Changes.LEFT, ChatView.MEMBER, "carol", "")).isEqualTo(first).hasSize(1);
        assertThat(last()).isEqualTo(last);
    }

    @Test
    void shouldRememberWhatWasNotDoneThroughASnapshot() {
        shard.change(chat, Changes.ADDED, "alice", "carol");
        final long unchanged = shard.lastCorrelation();
        shard.change(chat, Changes.TITLE, 0, "carol", "z");
        final long refused = shard.lastCorrelation();
        shard.change(chat, Changes.REMOVED, "alice", "carol");
        shard.change(chat, Changes.ROLE, ChatView.ADMIN, "alice", "", "dave");
        final long last = last();
        shard.core = Shard.restore(shard.snapshot(), shard.out);

        shard.changeAgain(unchanged, chat, Changes.ADDED, ChatView.MEMBER, "alice", "", "carol");
        shard.changeAgain(refused, chat, Changes.TITLE, 0, "carol", "z");
        assertThat(last()).isEqualTo(last);
    }

    @Test
    void shouldForgetNothingDoneForWhatIsNotDone() {
        final List<String> first = title("alice", "x");
        final long name = shard.lastCorrelation();
        title("bob", "y");
        for (int i = 0; i < CoreLimits.CHANGES_REMEMBERED_MAX; i++) {
            shard.change(chat, Changes.ADDED, "alice", "carol");
            shard.change(chat, Changes.ROLE, ChatView.ADMIN, "alice", "", "nobody");
        }
        shard.out.take();

        assertThat(shard.changeAgain(name, chat, Changes.TITLE, 0, "alice", "x")).isEqualTo(answers(first));
        assertThatTitleIs("y");
    }

    @Test
    void shouldKnowTheOldestThatWasNotDoneInItsWindowAndNotTheOneBefore() {
        shard.change(chat, Changes.ADDED, "alice", "carol");
        final long before = shard.lastCorrelation();
        shard.change(chat, Changes.ADDED, "alice", "carol");
        final long oldest = shard.lastCorrelation();
        for (int i = 1; i < CoreLimits.CHANGES_REMEMBERED_MAX; i++) {
            shard.change(chat, Changes.ADDED, "alice", "carol");
        }
        shard.change(chat, Changes.REMOVED, "alice", "carol");
        final long last = last();

        shard.changeAgain(oldest, chat, Changes.ADDED, ChatView.MEMBER, "alice", "", "carol");
        assertThat(last()).isEqualTo(last);
        shard.changeAgain(before, chat, Changes.ADDED, ChatView.MEMBER, "alice", "", "carol");
        assertThat(last()).as("it is judged anew").isEqualTo(last + 1);
    }

    @Test
    void shouldRefuseAgainWhatWasRefusedThoughItWouldBeAllowedNow() {
        shard.out.take();
        shard.change(chat, Changes.TITLE, 0, "carol", "z");
        final List<String> first = shard.out.take();
        final long name = shard.lastCorrelation();
        shard.change(chat, Changes.ROLE, ChatView.ADMIN, "alice", "", "carol");
        final long last = last();

        assertThat(shard.changeAgain(name, chat, Changes.TITLE, 0, "carol", "z")).isEqualTo(first).hasSize(1);
        assertThat(last()).isEqualTo(last);
    }

    @Test
    void shouldNotLeaveAgainAfterComingBack() {
        shard.out.take();
        shard.change(chat, Changes.LEFT, "carol");
        final List<String> first = shard.out.take();
        final long name = shard.lastCorrelation();
        assertThat(shard.changeAgain(name, chat, Changes.LEFT, ChatView.MEMBER, "carol", ""))
            .as("told what its leaving was").isEqualTo(answers(first));
        shard.change(chat, Changes.ADDED, "alice", "carol");
        final long last = last();

        assertThat(shard.changeAgain(name, chat, Changes.LEFT, ChatView.MEMBER, "carol", "")).isEqualTo(answers(first));
        assertThat(last()).isEqualTo(last);
    }

    @Test
    void shouldAnswerWhatTookTheAskersOwnRights() {
        shard.out.take();
        shard.change(chat, Changes.ROLE, ChatView.MEMBER, "bob", "", "bob");
        final List<String> first = shard.out.take();

        assertThat(shard.changeAgain(shard.lastCorrelation(), chat, Changes.ROLE, ChatView.MEMBER, "bob", "", "bob"))
            .isEqualTo(answers(first));
    }

    @Test
    void shouldTakeNoOthersChangeForIt() {
        title("alice", "x");
        final long name = shard.lastCorrelation();
        final long last = last();

        assertThat(shard.changeAgain(name, chat, Changes.TITLE, 0, "bob", "z")).as("another asker").hasSizeGreaterThan(1);
        assertThat(last()).isEqualTo(last + 1);
    }

    @Test
    void shouldTakeNoPlaceOfTheKeysOfSends() {
        final int window = 4 * shard.limits().inFlightMax();
        shard.send(chat, "alice", "phone", "first", "hi");
        for (int i = 0; i < window; i++) {
            title("alice", "t" + i);
            shard.send(chat, "alice", "phone", "k" + i, "hi");
        }
        final long last = last();
        shard.send(chat, "alice", "phone", "first", "hi");
        assertThat(last()).isEqualTo(last);
    }

    @Test
    void shouldKnowTheOldestInItsWindowAndNotTheOneBefore() {
        title("alice", "x");
        final long before = shard.lastCorrelation();
        title("alice", "y");
        final long oldest = shard.lastCorrelation();
        for (int i = 1; i < CoreLimits.CHANGES_REMEMBERED_MAX; i++) {
            title("alice", "t" + i);
        }
        final long last = last();

        shard.changeAgain(oldest, chat, Changes.TITLE, 0, "alice", "y");
        assertThat(last()).isEqualTo(last);
        shard.changeAgain(before, chat, Changes.TITLE, 0, "alice", "x");
        assertThat(last()).as("it is a change anew").isEqualTo(last + 1);
    }

    @Test
    void shouldKnowAllThatEightDevicesMayHaveUnanswered() {
        final long first = shard.lastCorrelation() + 1;
        final int unanswered = 64 * CoreLimits.DEVICES_PER_USER_MAX;
        for (int i = 0; i < unanswered; i++) {
            title("alice", "t" + i);
        }
        title("bob", "y");
        for (int i = 0; i < unanswered; i++) {
            shard.changeAgain(first + i, chat, Changes.TITLE, 0, "alice", "t" + i);
        }
        assertThatTitleIs("y");
    }

    @Test
    void shouldSayThatItWasDoneWhenItsEntryLeftMemory() {
        final Shard small = new Shard();
        small.isHashChecked = false;
        small.configure(Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).build());
        final long group = small.group("alice", "g1", "bob", "carol");
        small.change(group, Changes.TITLE, 0, "alice", "x");
        final long name = small.lastCorrelation();
        for (int i = 0; i < 80; i++) {
            small.send(group, "bob", "phone", "k" + i, "x".repeat(16_000));
        }
        assertThat(small.changeAgain(name, group, Changes.TITLE, 0, "alice", "x")).containsExactly(
            "unchanged e7 r" + name + " v1");
    }

    private List<String> title(final String asker, final String title) {
        shard.out.take();
        shard.change(chat, Changes.TITLE, 0, asker, title);
        return shard.out.take();
    }

    /** What the first time said to who asked, whom the second time tells nothing else, and nobody else anything. */
    private static List<String> answers(final List<String> lines) {
        final List<String> answer = lines.stream().filter(line -> line.startsWith("changed")).toList();
        assertThat(answer).hasSize(1);
        return answer;
    }

    private long last() {
        shard.out.take();
        final String row = shard.getChat("alice", chat).get(0);
        return Long.parseLong(row.replaceAll(".* last=(\\d+) .*", "$1"));
    }

    private void assertThatTitleIs(final String title) {
        shard.out.take();
        shard.group("alice", "g1", "bob", "carol");
        assertThat(shard.out.take("chat")).hasSize(1).first().asString().contains(" title=" + title + " ");
    }
}
