package godwit.edge.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.request.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The arrays of followers, and the rings of what they were handed, against the simplest that could be. */
class FollowersTest {
    private static final long SEED = 20_261_126;
    private static final int STEPS = 20_000;

    private final Random random = new Random(SEED);
    private final Followers followers = new Followers();
    private final Links links = new Links();

    @Test
    void shouldHaveEachFollowerOnceAndNobodyElse() {
        final List<Link> all = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            final Link link = links.add(new Request.Attach(i, null, "u" + i, "phone", 0, null), 0);
            links.session(link, i);
            all.add(link);
        }
        final List<Set<Link>> expected = List.of(new HashSet<>(), new HashSet<>(), new HashSet<>());
        for (int step = 0; step < STEPS; step++) {
            final Link link = all.get(random.nextInt(all.size()));
            final int chat = random.nextInt(expected.size());
            switch (random.nextInt(8)) {
                case 0 -> link.restart();
                case 1 -> links.session(link, 1_000 + step);
                case 2, 3 -> link.live().end(chat);
                default -> followers.follow(link, chat, step);
            }
            assertFollowing(expected, all);
        }
        all.forEach(links::remove);
        assertThat(followers.count()).isZero();
    }

    private void assertFollowing(final List<Set<Link>> following, final List<Link> all) {
        for (int chat = 0; chat < following.size(); chat++) {
            final Set<Link> expected = following.get(chat);
            expected.clear();
            for (final Link link : all) {
                if (link.live().of(chat) != null && link.live().of(chat).isLive()) {
                    expected.add(link);
                }
            }
            final Set<Link> actual = new HashSet<>();
            final ChatFollowers of = followers.of(chat);
            for (int i = 0; of != null && i < of.count(); i++) {
                assertThat(of.get(i).session()).isEqualTo(of.get(i).link().session());
                actual.add(of.get(i).link());
            }
            assertThat(actual).isEqualTo(expected);
            assertThat(of == null ? 0 : of.count()).isEqualTo(expected.size());
        }
    }

    @Test
    void shouldCountWhatWasHandedUntilItIsAcknowledged() {
        final HandedEntries handed = new HandedEntries();
        final ArrayDeque<Long> expected = new ArrayDeque<>();
        long sequence = 0;
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(3) > 0) {
                sequence += 1 + random.nextInt(3);
                handed.add(sequence);
                expected.add(sequence);
                assertThat(handed.last()).isEqualTo(sequence);
            } else {
                final long upTo = Math.max(0, sequence - random.nextInt(60));
                int removed = 0;
                while (!expected.isEmpty() && expected.peek() <= upTo) {
                    expected.remove();
                    removed++;
                }
                assertThat(handed.removeUpTo(upTo)).isEqualTo(removed);
            }
            assertThat(handed.count()).isEqualTo(expected.size());
        }
    }
}
