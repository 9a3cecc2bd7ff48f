package godwit.perf.load;

import godwit.perf.check.Bodies;
import godwit.perf.check.GroupLedger;
import java.util.ArrayList;
import java.util.List;

/**
 * One group of the load: who is in it, and who writes its n-th message. The writer is drawn from the seed and n alone, so
 * that a receiver knows whom to expect. On the load's event loop.
 */
final class GroupChat {
    /** Users in one command. */
    private static final int USERS_PER_COMMAND_MAX = 1_000;

    final GroupLedger ledger;
    final Bodies bodies;
    final int index;
    private final long seed;
    private final int groups;
    private final List<Member> members = new ArrayList<>();
    private String chatId;

    GroupChat(final int index, final int groups, final long seed, final Bodies bodies, final GroupLedger ledger) {
        this.index = index;
        this.groups = groups;
        this.seed = seed;
        this.bodies = bodies;
        this.ledger = ledger;
    }

    void add(final Member member) {
        members.add(member);
    }

    List<Member> members() {
        return members;
    }

    /** Null until it was created. */
    String chatId() {
        return chatId;
    }

    /** Whether everybody knows of it. */
    boolean complete() {
        return members.stream().allMatch(Member::seated);
    }

    /** The number among this group's of a message of the run. */
    long number(final long message) {
        return message / groups;
    }

    /** Who writes a message of the run. */
    Member writer(final long message) {
        long z = seed ^ message * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return members.get((int) Long.remainderUnsigned(z ^ (z >>> 31), members.size()));
    }

    /** Makes it: the first member creates it with as many as one command holds, and adds the others. */
    void create() {
        final Member founder = members.get(0);
        final int end = Math.min(members.size(), 1 + USERS_PER_COMMAND_MAX);
        founder.asking().ask("\"type\":\"CREATE_CHAT\",\"client_chat_id\":\"" + founder.userId()
            + "\",\"participant_ids\":" + ids(1, end), () -> {
                chatId = founder.frame.chatId;
                founder.onSeated();
                addFrom(end);
            });
    }

    private void addFrom(final int begin) {
        if (begin < members.size()) {
            final int end = Math.min(members.size(), begin + USERS_PER_COMMAND_MAX);
            members.get(0).asking().ask("\"type\":\"ADD_PARTICIPANTS\",\"chat_id\":\"" + chatId + "\",\"user_ids\":"
                + ids(begin, end), () -> addFrom(end));
        }
    }

    private String ids(final int begin, final int end) {
        final StringBuilder text = new StringBuilder("[");
        for (int i = begin; i < end; i++) {
            text.append(i == begin ? "\"" : ",\"").append(members.get(i).userId()).append('"');
        }
        return text.append(']').toString();
    }
}
