package godwit.perf.load;

import godwit.perf.PerfOptions;
import godwit.perf.check.Bodies;
import godwit.perf.check.GroupLedger;
import godwit.perf.report.Measurements;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Groups whose members write at a fixed rate in all, drawn at random; every message goes to every other member. */
final class GroupLoad extends Load {
    private static final int ACKNOWLEDGE_EVERY_MS = 1_000;
    private static final int TURNS_PER_ROUND = 50;
    private static final long LOOK_AGAIN_MS = 100;
    private static final int CHECKS_AT_ONCE = 16;

    private final List<GroupChat> groups = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private int turn;
    private int checking;
    private int checked;

    GroupLoad(final PerfOptions options, final Measurements measurements, final PrintStream progress) {
        super(options, measurements, progress);
    }

    @Override
    void makeClients(final String run) {
        final Bodies bodies = new Bodies(options().seed(), options().textBytes());
        final int size = options().crowd().members();
        final int count = options().crowd().groups();
        for (int index = 0; index < count; index++) {
            final GroupChat group = new GroupChat(index, count, options().seed(), bodies,
                new GroupLedger(index, size, bodies, measurements().counts()));
            groups.add(group);
            for (int i = 0; i < size; i++) {
                final String user = run + index + "-" + i;
                final Member member = new Member(user, token(user), group, i, this);
                group.add(member);
                members.add(member);
                add(member);
            }
        }
        loop().execute(() -> every(this::takeTurn, ACKNOWLEDGE_EVERY_MS / TURNS_PER_ROUND));
    }

    @Override
    String whoIsThere() {
        return String.format(Locale.ROOT, "%d %s of %d members connected", groups.size(),
            groups.size() == 1 ? "group" : "groups", options().crowd().members());
    }

    @Override
    int chats() {
        return groups.size();
    }

    @Override
    void onAllReady() {
        groups.forEach(GroupChat::create);
        awaitGroups();
    }

    private void awaitGroups() {
        if (groups.stream().allMatch(GroupChat::complete)) {
            ready();
        } else {
            later(this::awaitGroups, LOOK_AGAIN_MS);
        }
    }

    @Override
    void start() {
        measurements().expectedPerMessage(options().crowd().members() - 1);
    }

    @Override
    void play(final long message, final long dueNs, final boolean measured) {
        groups.get(schedule().chat(message)).writer(message).send(message, dueNs, measured);
    }

    private void takeTurn() {
        final long nowNs = System.nanoTime();
        for (int i = turn; i < members.size(); i += TURNS_PER_ROUND) {
            members.get(i).onTurn(nowNs);
        }
        turn = (turn + 1) % TURNS_PER_ROUND;
        // What was refused for now goes out again when its time has come.
        members.stream().filter(member -> !member.outbox().isEmpty()).forEach(Member::pump);
    }

    @Override
    boolean drained() {
        return measurements().receivedAll() >= measurements().sentAll() * (options().crowd().members() - 1)
            && members.stream().allMatch(member -> member.outbox().isEmpty());
    }

    @Override
    void settle() {
        measurements().retries(members.stream().mapToLong(member -> member.outbox().retries()).sum());
        measurements().unanswered(members.stream().mapToLong(member -> member.outbox().size()).sum());
        groups.forEach(group -> group.ledger.close());
        // Whoever has not acknowledged everything yet does so within its turn, once a second.
        later(() -> groups.stream().limit(CHECKS_AT_ONCE).forEach(group -> checkNext()),
            ACKNOWLEDGE_EVERY_MS + LOOK_AGAIN_MS);
    }

    private void checkNext() {
        if (checking < groups.size()) {
            new MarksCheck(this, groups.get(checking++), this::onChecked).begin();
        }
    }

    private void onChecked(final long differing) {
        measurements().counts().wrong += differing;
        checked++;
        if (checked == groups.size()) {
            finish();
        } else {
            checkNext();
        }
    }
}
