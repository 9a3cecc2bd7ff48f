package godwit.perf.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the marks that GET_CHAT tells of each member against what that member acknowledged: again and again until they are
 * equal, for acknowledgements have no answer and take their time, or until there is no more of it. On the event loop.
 */
final class MarksCheck {
    private static final long AGAIN_MS = 250;

    private final Load load;
    private final List<GroupChat> groups;
    private final long deadlineNs;
    private final Map<String, Member> unseen = new HashMap<>();
    private int group;
    private long wrong;

    MarksCheck(final Load load, final List<GroupChat> groups, final long deadlineNs) {
        this.load = load;
        this.groups = groups;
        this.deadlineNs = deadlineNs;
    }

    void begin() {
        load.later(this::giveUp, Math.max(0, (deadlineNs - System.nanoTime()) / 1_000_000) + AGAIN_MS);
        look();
    }

    private void look() {
        wrong = 0;
        unseen.clear();
        groups.get(group).members().forEach(member -> unseen.put(member.userId(), member));
        page(null);
    }

    private void page(final String cursor) {
        final GroupChat chat = groups.get(group);
        chat.members().get(0).asking().ask("\"type\":\"GET_CHAT\",\"chat_id\":\"" + chat.chatId() + "\""
            + (cursor == null ? "" : ",\"cursor\":\"" + cursor + "\""), this::onPage);
    }

    private void onPage() {
        final ServerFrame page = groups.get(group).members().get(0).frame;
        for (final ServerFrame.Marks marks : page.participants) {
            final Member member = unseen.remove(marks.userId());
            wrong += member != null && marks.delivered() == member.deliveredMark() && marks.read() == member.readMark()
                ? 0 : 1;
        }
        if (page.next != null) {
            page(page.next);
        } else {
            onGroup(wrong + unseen.size());
        }
    }

    private void onGroup(final long differing) {
        if (differing > 0 && System.nanoTime() - deadlineNs < 0) {
            load.later(this::look, AGAIN_MS);
            return;
        }
        load.measurements().counts().wrong += differing;
        group++;
        if (group < groups.size()) {
            look();
        } else {
            load.finish();
        }
    }

    /** Some group was never told whole: all its members' marks are unknown. */
    private void giveUp() {
        for (; group < groups.size(); group++) {
            load.measurements().counts().wrong += groups.get(group).members().size();
        }
        load.finish();
    }
}
