package godwit.perf;

import java.util.Locale;

/**
 * Who plays, in the words of its scenario; 0 anywhere: not said.
 *
 * @param users   of one-to-one and presence-churn.
 * @param members of each group.
 * @param groups  how many groups, each of members of its own.
 * @param peers   of presence-churn: with how many others each user has a direct chat, and watches them.
 */
public record Crowd(int users, int members, int groups, int peers) {
    /** Descriptors of one process, a connection each. */
    public static final int DESCRIPTORS_MAX = 20_000;
    /** Those it needs for itself. */
    static final int DESCRIPTORS_OWN = 500;
    /** A user comes or goes at most once in so many seconds: the change before has to have been told. */
    static final int FLIP_SECONDS_MIN = 3;
    static final double RATE_PER_USER = 50;

    private static final int ONE_TO_ONE_USERS_MAX = 10_000;
    private static final int MEMBERS_MAX = 5_000;
    private static final int MEMBERS_DEFAULT = 100;
    private static final int PEERS_MAX = 100;
    private static final int PEERS_DEFAULT = 3;
    private static final int FLIP_SECONDS_DEFAULT = 10;

    /** Nobody said anything. */
    public static final Crowd DEFAULT = new Crowd(0, 0, 0, 0);

    /**
     * This crowd with all that was not said.
     *
     * @param scenario whose it is.
     * @param rate     of the run, a second.
     * @return the whole crowd; throws {@link IllegalArgumentException} with what to change.
     */
    Crowd whole(final Scenario scenario, final double rate) {
        check(scenario == Scenario.GROUP || members == 0 && groups == 0,
            (members != 0 ? "members" : "groups") + " goes with the scenario group, not " + scenario.text());
        check(scenario == Scenario.PRESENCE_CHURN || peers == 0,
            "peers goes with the scenario presence-churn, not " + scenario.text());
        return switch (scenario) {
            case ONE_TO_ONE -> pairs(rate);
            case GROUP -> groups(rate);
            case PRESENCE_CHURN -> circles(rate);
        };
    }

    /** How many connections it takes. */
    int connections() {
        return members == 0 ? users : members * groups;
    }

    private Crowd pairs(final double rate) {
        check(users >= 0 && users % 2 == 0 && users <= ONE_TO_ONE_USERS_MAX,
            "users=" + users + " expected an even number up to " + ONE_TO_ONE_USERS_MAX);
        final int most = Math.max(1, (int) Math.ceil(rate / RATE_PER_USER / 2)) * 2;
        return new Crowd(users > 0 ? users : Math.min(ONE_TO_ONE_USERS_MAX, most), 0, 0, 0);
    }

    private Crowd groups(final double rate) {
        check(users == 0, "users goes with one-to-one and presence-churn; say --members for a group");
        final int each = members == 0 ? MEMBERS_DEFAULT : members;
        final int count = groups == 0 ? 1 : groups;
        check(each >= 2 && each <= MEMBERS_MAX, "members=" + each + " expected 2 to " + MEMBERS_MAX);
        check(count >= 1 && count <= DESCRIPTORS_MAX, "groups=" + count + " expected 1 to " + DESCRIPTORS_MAX);
        checkDescriptors("members", (long) each * count, "members of all groups");
        check(rate <= RATE_PER_USER * each * count, "rate=" + PerfOptions.plain(rate) + " expected at most "
            + PerfOptions.plain(RATE_PER_USER) + " for each of " + each * count + " members");
        return new Crowd(0, each, count, 0);
    }

    private Crowd circles(final double rate) {
        final int watched = peers == 0 ? PEERS_DEFAULT : peers;
        check(watched >= 1 && watched <= PEERS_MAX, "peers=" + watched + " expected 1 to " + PEERS_MAX);
        final int size = watched + 1;
        check(users >= 0, "users=" + users + " expected a multiple of " + size);
        final int asked = users > 0 ? users : (int) Math.min(Integer.MAX_VALUE - PEERS_MAX,
            Math.ceil(rate * FLIP_SECONDS_DEFAULT));
        final int all = users > 0 ? users : Math.max(2 * size, (asked + size - 1) / size * size);
        checkDescriptors("users", all, "users");
        check(all >= 2 && all % size == 0, "users=" + all + " expected a multiple of " + size
            + ", which is --peers and one: all of them have direct chats with one another");
        check(all >= rate * FLIP_SECONDS_MIN, String.format(Locale.ROOT,
            "users=%d expected at least %.0f: at a rate of %s each would come or go more than once in %d s", all,
            Math.ceil(rate * FLIP_SECONDS_MIN), PerfOptions.plain(rate), FLIP_SECONDS_MIN));
        return new Crowd(all, 0, 0, watched);
    }

    private static void checkDescriptors(final String name, final long connections, final String what) {
        final int most = DESCRIPTORS_MAX - DESCRIPTORS_OWN;
        check(connections <= most, name + ": " + connections + " " + what + " expected at most " + most
            + ": one process holds at most " + DESCRIPTORS_MAX + " descriptors, " + DESCRIPTORS_OWN
            + " of them for itself; share the load among several processes");
    }

    private static void check(final boolean holds, final String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
