package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Pairs of {@link Talker}s and what must hold of all they said, held against the history at the end. */
final class Crowd {
    private static final Duration HEALED = Duration.ofSeconds(30);

    private final RunningGodwit godwit;
    private final long seed;
    private final List<Talker> talkers = new ArrayList<>();

    Crowd(final RunningGodwit godwit, final String name, final int pairs, final long seed) {
        this(godwit, IntStream.range(0, pairs).mapToObj(pair -> List.of(name + pair + "-a", name + pair + "-b")).toList(),
            seed);
    }

    /** Of these pairs of users. */
    Crowd(final RunningGodwit godwit, final List<List<String>> pairs, final long seed) {
        this.godwit = godwit;
        this.seed = seed;
        for (final List<String> pair : pairs) {
            talkers.add(new Talker(godwit, pair.get(0), pair.get(1), seed));
            talkers.add(new Talker(godwit, pair.get(1), pair.get(0), seed));
        }
    }

    void start() {
        talkers.forEach(Talker::start);
    }

    /** Ends the talk: nobody may be stuck 30 s after the last fault, and then everything has to fit together. */
    void endAndCheck() throws InterruptedException {
        talkers.forEach(Talker::stopWriting);
        Awaitility.await("every send answered").atMost(HEALED).until(
            () -> talkers.stream().allMatch(Talker::settled));
        for (int i = 0; i < talkers.size(); i += 2) {
            awaitDelivered(talkers.get(i), talkers.get(i + 1));
        }
        for (final Talker talker : talkers) {
            talker.stop();
            assertThat(talker.violations()).isEmpty();
        }
        for (int i = 0; i < talkers.size(); i += 2) {
            check(talkers.get(i), talkers.get(i + 1));
        }
    }

    long messages() {
        return talkers.stream().mapToLong(talker -> talker.answers().size()).sum();
    }

    private static void awaitDelivered(final Talker a, final Talker b) {
        Awaitility.await("everything delivered").atMost(HEALED).until(
            () -> a.received().size() >= b.answers().size() && b.received().size() >= a.answers().size());
    }

    private void check(final Talker a, final Talker b) {
        final TreeMap<Long, Frame> history = history(a);
        assertThat(history.keySet()).as("dense").containsExactlyElementsOf(
            java.util.stream.LongStream.rangeClosed(1, history.size()).boxed().toList());
        final Set<String> keys = new HashSet<>();
        long lastTs = 0;
        for (final Frame message : history.values()) {
            assertThat(keys.add(message.text("sender_id") + message.text("client_msg_id"))).as("accepted twice: %s",
                message).isTrue();
            assertThat(message.text("text")).isEqualTo(Talker.body(seed, message.text("sender_id"),
                Talker.numberOf(message.text("client_msg_id"))));
            assertThat(message.number("ts")).isGreaterThanOrEqualTo(lastTs);
            lastTs = message.number("ts");
        }
        for (final Talker talker : List.of(a, b)) {
            checkSide(talker, talker == a ? b : a, history);
        }
    }

    private static void checkSide(final Talker talker, final Talker other, final TreeMap<Long, Frame> history) {
        talker.answers().forEach((key, sent) -> {
            final Frame there = history.get(sent.number("seq"));
            assertThat(there).as("acknowledged and lost: %s", sent).isNotNull();
            assertThat(there.text("msg_id")).isEqualTo(sent.text("msg_id"));
            assertThat(there.text("client_msg_id")).isEqualTo(key);
            assertThat(there.number("ts")).isEqualTo(sent.number("ts"));
        });
        long next = 0;
        for (final Frame message : history.values()) {
            if (message.text("sender_id").equals(talker.user())) {
                assertThat(Talker.numberOf(message.text("client_msg_id"))).as("a sender's own order").isEqualTo(next++);
                assertThat(other.received()).as("delivered").containsKey(message.number("seq"));
            }
        }
        assertThat(next).isEqualTo(talker.answers().size());
    }

    private TreeMap<Long, Frame> history(final Talker talker) {
        final TreeMap<Long, Frame> history = new TreeMap<>();
        try (TestClient reader = godwit.connect(talker.user(), "reader")) {
            boolean more = true;
            while (more) {
                reader.send("type", "HISTORY", "req_id", "h" + history.size(), "chat_id", talker.chat(), "after_seq",
                    history.isEmpty() ? 0L : history.lastKey(), "limit", 100);
                final Frame page = reader.answer("h" + history.size());
                page.list("messages").forEach(message -> history.put(message.number("seq"), message));
                more = page.flag("more");
            }
        }
        return history;
    }
}
