package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long names, keys and titles may be: one byte below each bound, at it, and one above. */
class SizeBoundTest {
    private static final int ID = 64;
    private static final int KEY = 64;
    private static final int TITLE = 256;
    private static final String BAD_FIELD = "code=" + Refusal.INVALID + " detail=" + Refusal.Detail.BAD_FIELD;
    private static final String TOO_LARGE = "code=" + Refusal.TOO_LARGE + " detail=" + Refusal.Detail.BODY_TOO_LARGE;

    private final Shard shard = new Shard();

    @ParameterizedTest
    @ValueSource(ints = {ID - 1, ID, ID + 1})
    void shouldTakeAnIdOfSoManyBytesWhoeverNamesIt(final int length) {
        final String id = "u".repeat(length);
        final boolean isTaken = length <= ID;
        shard.attach(id, "phone");
        verify("attached", isTaken, BAD_FIELD);
        shard.attach("alice", id);
        verify("attached", isTaken, BAD_FIELD);
        shard.chat(id, "bob");
        verify("chat", isTaken, BAD_FIELD);
        shard.chat("alice", id, new String[] {"carol"});
        verify("chat", isTaken, BAD_FIELD);
        final long chat = shard.group("alice", "g", "bob", "carol");
        shard.out.take();
        shard.change(chat, Changes.ADDED, "alice", id);
        verify("changed", isTaken, BAD_FIELD);
        shard.send(chat, "alice", id, "k", "x");
        verify("sent", isTaken, BAD_FIELD);
        shard.out.take();
        assertThat(shard.ask("bob", id)).singleElement().asString().matches(isTaken ? "presence .*" : "refused .*" + BAD_FIELD);
    }

    @ParameterizedTest
    @ValueSource(ints = {KEY - 1, KEY, KEY + 1})
    void shouldTakeAKeyOfSoManyBytes(final int length) {
        final long chat = shard.group("alice", "k".repeat(length), "bob", "carol");
        verify("chat", length <= KEY, BAD_FIELD);
        if (length <= KEY) {
            assertThat(shard.group("alice", "k".repeat(length), "bob", "carol")).as("asked again").isEqualTo(chat);
            assertThat(shard.group("alice", "k".repeat(length - 1) + "l", "bob", "carol")).as("another").isNotEqualTo(chat);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {TITLE - 1, TITLE, TITLE + 1})
    void shouldTakeANewTitleOfSoManyBytes(final int length) {
        final long chat = shard.group("alice", "g", "bob", "carol");
        shard.out.take();
        shard.change(chat, Changes.TITLE, 0, "alice", "t".repeat(length));
        verify("changed", length <= TITLE, TOO_LARGE);
    }

    private void verify(final String word, final boolean isTaken, final String refusal) {
        final var out = shard.out.take();
        assertThat(out).filteredOn(line -> line.startsWith(word + " ")).hasSize(isTaken ? 1 : 0);
        assertThat(out).filteredOn(line -> line.startsWith("refused")).hasSize(isTaken ? 0 : 1)
            .allMatch(line -> line.endsWith(refusal));
    }
}
