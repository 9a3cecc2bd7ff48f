package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A shard missed more of a large group than is in memory, and is told of more members than one record holds. */
class LinkedCrowdTest {
    private final Mesh mesh =
        new Mesh(2, Limits.of(CoreLimits.DEFAULT).payloadBytes(1 << 20).groupMembers(5_000).build());
    private long chat;

    @BeforeEach
    void missMuch() {
        chat = mesh.create("alice0", "g", crowd(0, 1_000));
        mesh.settle();
        mesh.pass(500);
        mesh.isCut = true;
        mesh.change(chat, Changes.ADDED, 1, "alice0", crowd(1_000, 2_000));
        mesh.change(chat, Changes.ADDED, 1, "alice0", crowd(2_000, 3_000));
        mesh.change(chat, Changes.REMOVED, 1, "alice0", crowd(0, 500));
        for (int i = 1; i <= 300; i++) {
            mesh.send(chat, "alice0", "k" + i, "x".repeat(9_000));
            mesh.cores.get(0).onJournalAdvance(1, mesh.cores.get(0).outputSequence());
        }
        mesh.isCut = false;
        mesh.outs.get(0).take();
        mesh.newTerm(0);
    }

    private static String[] crowd(final int from, final int to) {
        return IntStream.range(from, to).mapToObj(LinkedCrowdTest::user).toArray(String[]::new);
    }

    private static String user(final int number) {
        return "m" + number + "x1";
    }

    @Test
    void shouldTellOfThemInRecordsThatCountTogether() {
        final List<String> told = mesh.outs.get(0).take("link 1").stream().filter(line -> line.contains("chat")).toList();
        assertThat(told).hasSize(3);
        assertThat(told.get(0)).endsWith("and more").contains("n1 ");
        assertThat(told.get(1)).endsWith("and more").contains("n2 ");
        assertThat(told.get(2)).doesNotEndWith("and more");
        mesh.deliver(1, 2);
        mesh.restore(1);
        assertThat(lists(2_500)).as("before the last record").isEmpty();
        mesh.settle();
        assertTold();
    }

    @Test
    void shouldBeginAnewWhenTheLastOneIsLost() {
        mesh.deliver(1, 2);
        mesh.lose(1);
        mesh.change(chat, Changes.REMOVED, 1, "alice0", user(2_600));
        mesh.pass(20_000);
        assertTold();
        assertThat(lists(2_600)).isEmpty();
        mesh.restore(1);
        mesh.outs.get(0).take();
        mesh.pass(10_000);
        assertThat(mesh.outs.get(0).take("link")).as("everything is acknowledged").isEmpty();
    }

    private void assertTold() {
        for (final int member : new int[] {500, 999, 1_000, 1_001, 2_000, 2_500, 2_999}) {
            assertThat(lists(member)).as("member %d", member).hasSize(1).first().asString().contains("last=30");
        }
        for (final int gone : new int[] {0, 100, 499}) {
            assertThat(lists(gone)).as("member %d", gone).isEmpty();
        }
    }

    private List<String> lists(final int number) {
        return mesh.list(user(number), mesh.attach(user(number), "phone"));
    }
}
