package godwit.perf.load;

/**
 * Who comes or goes with each event: round robin over all users, by turns (nearly) one who is there at the beginning and
 * one who is not, so that half of them are always there, in each circle too, and each has the whole round between two
 * events. Users of one circle do not come one behind the other.
 *
 * @param users how many, a multiple of the size.
 * @param size  of a circle.
 */
record ChurnSchedule(int users, int size) {
    /** Whose event it is. */
    int user(final long event) {
        final int place = (int) (event % users);
        final int circles = users / size;
        return place % circles * size + place / circles;
    }

    /** Whether that user comes, or goes. */
    boolean comes(final long event) {
        return event / users % 2 == 0 != startsOnline(user(event));
    }

    /** Whether a user is there before the first event. */
    boolean startsOnline(final int user) {
        return (user % size + user / size) % 2 == 0;
    }
}
