package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.ObjLongConsumer;

/** What an edge knows of who follows which chat's subscription, and up to where each was handed the chat. */
final class Subscribers {
    private final Map<Long, Map<Long, Long>> positions = new LinkedHashMap<>();
    /** Whether a session takes one more entry; one that does not lags from then on. */
    LongPredicate takes = session -> true;
    /** Hears of one that lags: session, chat, and the last entry that it was handed. */
    ObjLongConsumer<long[]> lagging = (sessionAndChat, position) -> { };

    /** Of each session and chat the entry that it was handed last. */
    private final Map<List<Long>, Long> last = new HashMap<>();
    /** Those that lag: what is pushed behind a hole is dropped until the shard goes on from where they are. */
    private final Set<List<Long>> behind = new HashSet<>();

    /** Hands an entry to those targets whose next it is. */
    void onTargets(final EntryView entry, final Targets targets, final ObjLongConsumer<EntryView> handed) {
        final long chatId = entry.chatId();
        for (int i = 0; i < targets.count(); i++) {
            final long session = targets.session(i);
            if (follows(session, chatId, targets.previousSequence(i))) {
                onHanded(session, chatId, entry.sequence());
                handed.accept(entry, session);
                if (targets.isLive(i)) {
                    of(chatId).put(session, entry.sequence());
                } else {
                    of(chatId).remove(session);
                }
            } else {
                of(chatId).remove(session);
            }
        }
    }

    /** Entries that left memory were handed to a session, if they follow there. */
    boolean onStored(final long session, final long chatId, final long previous, final long to) {
        final boolean follows = follows(session, chatId, previous);
        if (follows) {
            onHanded(session, chatId, to);
        }
        return follows;
    }

    private boolean follows(final long session, final long chatId, final long previous) {
        final Long handed = last.get(List.of(session, chatId));
        final boolean follows = handed == null || previous <= handed;
        assertThat(follows || behind.contains(List.of(session, chatId)))
            .as("session=" + session + " previous=" + previous + " handed=" + handed + ", expected no hole").isTrue();
        return follows;
    }

    private void onHanded(final long session, final long chatId, final long sequence) {
        last.put(List.of(session, chatId), sequence);
        behind.remove(List.of(session, chatId));
    }

    /** Hands an entry to those whose next it is. */
    void onSubscribed(final EntryView entry, final long passedSession, final ObjLongConsumer<EntryView> handed) {
        final Map<Long, Long> followers = of(entry.chatId());
        for (final long session : List.copyOf(followers.keySet())) {
            final long position = followers.get(session);
            if (position >= entry.sequence()) {
                continue;
            }
            if (position + 1 < entry.sequence() || session != passedSession && !takes.test(session)) {
                followers.remove(session);
                behind.add(List.of(session, entry.chatId()));
                lagging.accept(new long[] {session, entry.chatId()}, position);
                continue;
            }
            followers.put(session, entry.sequence());
            last.put(List.of(session, entry.chatId()), entry.sequence());
            if (session != passedSession) {
                handed.accept(entry, session);
            }
        }
    }

    void onUnsubscribed(final long session, final long chatId) {
        if (session == 0) {
            of(chatId).clear();
        } else {
            of(chatId).remove(session);
        }
    }

    void forget(final long session) {
        positions.values().forEach(followers -> followers.remove(session));
    }

    /** Where a session is that follows a chat; null: it does not. */
    Long position(final long session, final long chatId) {
        return of(chatId).get(session);
    }

    private Map<Long, Long> of(final long chatId) {
        return positions.computeIfAbsent(chatId, key -> new LinkedHashMap<>());
    }
}
