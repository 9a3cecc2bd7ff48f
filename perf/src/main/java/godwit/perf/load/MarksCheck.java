package godwit.perf.load;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Holds the marks that GET_CHAT tells of each member of a group against what that member acknowledged: again and again
 * until they are equal, for acknowledgements have no answer and take their time, or until there is no more of it. On the
 * event loop.
 */
final class MarksCheck {
    private static final long AGAIN_MS = 250;
    private static final long TIMEOUT_MS = TimeUnit.SECONDS.toMillis(10);

    private final Load load;
    private final GroupChat group;
    private final LongConsumer onDone;
    private final Map<String, Member> unseen = new HashMap<>();
    private long wrong;
    private boolean late;
    private boolean over;

    /** A check that calls back with how many members' marks differ. */
    MarksCheck(final Load load, final GroupChat group, final LongConsumer onDone) {
        this.load = load;
        this.group = group;
        this.onDone = onDone;
    }

    void begin() {
        load.later(() -> late = true, TIMEOUT_MS);
        // Nothing that was told whole: nobody's marks are known.
        load.later(() -> end(group.members().size()), 2 * TIMEOUT_MS);
        look();
    }

    private void look() {
        wrong = 0;
        unseen.clear();
        group.members().forEach(member -> unseen.put(member.userId(), member));
        page("");
    }

    private void page(final String cursor) {
        group.members().get(0).asking()
            .ask("\"type\":\"GET_CHAT\",\"chat_id\":\"" + group.chatId() + "\"" + cursor, this::onPage);
    }

    private void onPage() {
        final ServerFrame page = group.members().get(0).frame;
        for (final ServerFrame.Marks marks : page.participants) {
            final Member member = unseen.remove(marks.userId());
            wrong += member != null && marks.delivered() == member.deliveredMark() && marks.read() == member.readMark()
                ? 0 : 1;
        }
        if (over) {
            return;
        }
        if (page.next != null) {
            page(",\"cursor\":\"" + page.next + "\"");
        } else if (wrong + unseen.size() > 0 && !late) {
            load.later(this::look, AGAIN_MS);
        } else {
            end(wrong + unseen.size());
        }
    }

    private void end(final long differing) {
        if (!over) {
            over = true;
            onDone.accept(differing);
        }
    }
}
