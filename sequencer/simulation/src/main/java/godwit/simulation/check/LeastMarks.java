package godwit.simulation.check;

/**
 * How far those of several users came who came least far: the two least marks of each kind, so that what all but anyone of
 * them came to is known without a look at each.
 */
final class LeastMarks {
    private static final long NOBODY = Long.MAX_VALUE;

    /** The two least of one kind, and whose they are. */
    private static final class Two {
        private String who;
        private long least = NOBODY;
        private String nextWho;
        private long next = NOBODY;

        private void add(final String user, final long mark) {
            if (mark < least) {
                nextWho = who;
                next = least;
                who = user;
                least = mark;
            } else if (mark < next) {
                nextWho = user;
                next = mark;
            }
        }

        private void addAll(final Two other) {
            add(other.who, other.least);
            add(other.nextWho, other.next);
        }

        private long without(final String user) {
            return user.equals(who) ? next : least;
        }

        private boolean restOn(final String user) {
            return user.equals(who) || user.equals(nextWho);
        }
    }

    private final Two read = new Two();
    /** What one read counts as received. */
    private final Two received = new Two();

    /** One more user, who is not among them. */
    void add(final String user, final long deliveredSequence, final long readSequence) {
        read.add(user, readSequence);
        received.add(user, Math.max(deliveredSequence, readSequence));
    }

    /** All of others, none of whom is among them. */
    void addAll(final LeastMarks others) {
        read.addAll(others.read);
        received.addAll(others.received);
    }

    /** Whether these may be others when this user comes further. */
    boolean restOn(final String user) {
        return read.restOn(user) || received.restOn(user);
    }

    /** What a message came to by all of them but its sender: 1 sent, 2 delivered, 3 read; 1, too, if there is nobody. */
    int status(final Entry entry) {
        final String sender = entry.sender();
        if (read.without(sender) == NOBODY) {
            return 1;
        }
        return read.without(sender) >= entry.sequence() ? 3 : received.without(sender) >= entry.sequence() ? 2 : 1;
    }
}
