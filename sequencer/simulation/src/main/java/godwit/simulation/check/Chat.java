package godwit.simulation.check;

import godwit.simulation.world.SimulationFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One chat as its entries make it: what it was at each version, and from which entry to which each user was in it. A change
 * that could not be is found here.
 */
public final class Chat {
    /** A time in the chat; {@code to} is {@link Long#MAX_VALUE} while it goes on. */
    private record Interval(long from, long to) {
    }

    /** There is no such entry. */
    public static final long NONE = 0;

    private final long chatId;
    private final int timesMax;
    private final int formersMax;
    private final boolean mayForgetChanges;
    private final boolean direct;
    private final String createdBy;
    private final String clientChatId;
    private final List<Entry> entries = new ArrayList<>();
    private final List<ChatState> states = new ArrayList<>();
    private final Map<String, List<Interval>> intervals = new LinkedHashMap<>();
    /** Former members who are remembered, who left longest ago first. */
    private final Set<String> formers = new LinkedHashSet<>();
    /** Who ever was one of too many former members. */
    private final Set<String> forgotten = new HashSet<>();
    /** Where the marks of who was forgotten and came back began. */
    private final Map<String, Long> beganAnew = new HashMap<>();
    /** How often each change of it was asked for, less how often it was done. */
    private final Map<String, Integer> wanted = new HashMap<>();
    private String mustSucceed;

    Chat(
        final long chatId, final boolean direct, final String createdBy, final String clientChatId,
        final Map<String, String> members, final String title, final int timesMax,
        final int formersMax, final boolean mayForgetChanges) {
        this.mayForgetChanges = mayForgetChanges;
        this.timesMax = timesMax;
        this.formersMax = formersMax;
        this.chatId = chatId;
        this.direct = direct;
        this.createdBy = createdBy;
        this.clientChatId = clientChatId;
        states.add(new ChatState(new LinkedHashMap<>(members), title, 0));
        members.keySet().forEach(member -> open(member, 1));
    }

    private void open(final String user, final long from) {
        intervals.computeIfAbsent(user, id -> new ArrayList<>()).add(new Interval(from, Long.MAX_VALUE));
    }

    /** One of its first members, of whom so many are told that it takes several records; false: it is too late for that. */
    boolean addFirst(final String user, final String role) {
        final boolean isNew = !direct && entries.isEmpty();
        if (isNew) {
            states.get(0).members().put(user, role);
            open(user, 1);
        }
        return isNew;
    }

    void add(final Entry entry) {
        check(entry.sequence() == entries.size() + 1, "sequence %d after %d", entry.sequence(), entries.size());
        check(state().has(entry.sender()) || entry.sender().equals(mustSucceed), "%s is of no member", entry);
        check(mustSucceed == null || entry.change() != null, "has no admin: %s", entry);
        entries.add(entry);
        if (entry.change() != null) {
            change(entry, entry.change());
        }
    }

    private void change(final Entry entry, final Change change) {
        final ChatState before = state();
        check(!direct, "is direct: %s", entry);
        check(change.version() == states.size(), "version %d after %d", change.version(), states.size() - 1);
        check(change.count() >= change.userIds().size(), "counts %s", change);
        if (mustSucceed != null) {
            check(change.kind().equals(Change.ROLE) && Change.ADMIN.equals(change.role())
                && change.userIds().equals(List.of(before.members().keySet().iterator().next()))
                && entry.sender().equals(mustSucceed), "the longest member has to succeed: %s", entry);
        } else {
            verify(entry, change, before);
        }
        final ChatState after = before.after(change, entry.sequence());
        states.add(after);
        for (final String id : change.userIds()) {
            if (change.isLeaving()) {
                final List<Interval> times = intervals.get(id);
                final Interval last = times.remove(times.size() - 1);
                times.add(new Interval(last.from, entry.sequence()));
                formers.add(id);
            } else if (change.kind().equals(Change.ADDED)) {
                if (everHad(id) && !formers.remove(id)) {
                    beganAnew.put(id, entry.sequence() - 1);
                }
                open(id, entry.sequence());
            }
        }
        forgetFormers();
        mustSucceed = after.admins() == 0 && !after.members().isEmpty() ? entry.sender() : null;
    }

    private void forgetFormers() {
        while (formers.size() > formersMax) {
            final String first = formers.iterator().next();
            formers.remove(first);
            forgotten.add(first);
        }
    }

    private void verify(final Entry entry, final Change change, final ChatState before) {
        final List<String> ids = change.userIds();
        final boolean right = switch (change.kind()) {
            case Change.ADDED -> !ids.isEmpty() && ids.stream().noneMatch(before::has);
            case Change.REMOVED -> !ids.isEmpty() && ids.stream().allMatch(before::has);
            case Change.LEFT -> ids.equals(List.of(entry.sender()));
            case Change.ROLE -> ids.size() == 1 && before.has(ids.get(0))
                && !change.role().equals(before.members().get(ids.get(0)));
            default -> ids.isEmpty() && !change.title().equals(before.title());
        };
        check(right, "cannot be: %s after %s", entry, before);
        check(change.kind().equals(Change.LEFT) || before.isAdmin(entry.sender()), "by no admin: %s", entry);
        check(!change.kind().equals(Change.ROLE) || before.after(change, 0).admins() > 0, "no admin after %s", entry);
        settle(entry.sender(), change, "was not asked for so often");
    }

    /** Somebody asks for a change: it is done at most once for that. */
    void onAsked(final String user, final Change change) {
        wishes(user, change).forEach(wish -> wanted.merge(wish, 1, Integer::sum));
    }

    /** It was refused, or there was nothing to be done. */
    public void onNotDone(final String user, final Change change) {
        settle(user, change, "is not done, says the answer, but was");
    }

    /** Whether somebody did what this change is to do, or a part of it, after a version. */
    public boolean didSince(final long version, final String user, final Change change) {
        final Set<String> wishes = wishes(user, change);
        return entries.stream().anyMatch(entry -> entry.change() != null && entry.change().version() > version
            && wishes.containsAll(wishes(entry.sender(), entry.change())));
    }

    private void settle(final String user, final Change change, final String otherwise) {
        if (!mayForgetChanges) {
            wishes(user, change).forEach(wish ->
                check(wanted.merge(wish, -1, Integer::sum) >= 0, "%s: %s by %s", otherwise, change, user));
        }
    }

    /** One for each whom it is about; who leaves names nobody. */
    private static Set<String> wishes(final String user, final Change change) {
        final String kind = change.kind();
        final String what = user + ' ' + kind + ' ' + (kind.equals(Change.ROLE) ? change.role() : change.title()) + ' ';
        return change.userIds().isEmpty() || kind.equals(Change.LEFT) ? Set.of(what)
            : change.userIds().stream().map(id -> what + id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    // ---- questions

    /** Its id. */
    public long chatId() {
        return chatId;
    }

    /** Whether it is one of two. */
    public boolean isDirect() {
        return direct;
    }

    /** Who made it. */
    public String createdBy() {
        return createdBy;
    }

    /** The creator's key, or empty. */
    public String clientChatId() {
        return clientChatId;
    }

    /** Its entries so far. */
    public List<Entry> entries() {
        return entries;
    }

    /** Its last sequence. */
    public long last() {
        return entries.size();
    }

    /** The last entry that is older than a time; 0: none is. Its times never go back. */
    long lastBefore(final long timeMs) {
        int older = 0;
        int newer = entries.size();
        while (older < newer) {
            final int middle = (older + newer) / 2;
            if (entries.get(middle).timestampMs() < timeMs) {
                older = middle + 1;
            } else {
                newer = middle;
            }
        }
        return older;
    }

    /** What it is now. */
    public ChatState state() {
        return states.get(states.size() - 1);
    }

    /** What it was at a version; null: there is no such version yet. */
    public ChatState state(final long version) {
        return version < 0 || version >= states.size() ? null : states.get((int) version);
    }

    /** The version after an entry. */
    public long versionAt(final long sequence) {
        long version = version();
        while (state(version).sequence() > sequence) {
            version--;
        }
        return version;
    }

    /** The present version. */
    public long version() {
        return states.size() - 1;
    }

    /** Whether at one of the versions from one on something held. */
    public boolean anySince(final long version, final java.util.function.Predicate<ChatState> what) {
        return states.subList((int) version, states.size()).stream().anyMatch(what);
    }

    /** How many there would have been at most at one of the versions from one on, with these beside them. */
    public int mostSince(final long version, final List<String> added) {
        return states.subList((int) version, states.size()).stream().mapToInt(state ->
            state.members().size() + (int) added.stream().distinct().filter(id -> !state.has(id)).count()).max().orElse(0);
    }

    /** Whether somebody was ever in it. */
    public boolean everHad(final String user) {
        return intervals.containsKey(user);
    }

    /** Whether somebody was in it at one of the versions up to one. */
    public boolean hadUpTo(final long version, final String user) {
        return states.subList(0, (int) version + 1).stream().anyMatch(state -> state.has(user));
    }

    /** Who was ever in it. */
    public Iterable<String> everybody() {
        return intervals.keySet();
    }

    /** Whether an entry is meant for a user. */
    public boolean isFor(final String user, final long sequence) {
        for (final Interval time : intervals.getOrDefault(user, List.of())) {
            if (sequence >= time.from && sequence <= time.to) {
                return true;
            }
        }
        return false;
    }

    /** The same, and it is of one of the times that are remembered of the user. */
    boolean isKeptFor(final String user, final long sequence) {
        return isFor(user, sequence) && sequence >= keptFrom(user);
    }

    /** From which entry on a user's times are remembered. */
    long keptFrom(final String user) {
        final List<Interval> times = intervals.getOrDefault(user, List.of());
        return times.size() <= timesMax ? 0 : times.get(times.size() - timesMax).from;
    }

    /** Whether so many left after a user that the user was not remembered any more, whether the user came back or not. */
    public boolean wasForgotten(final String user) {
        return forgotten.contains(user);
    }

    /** Whether some time of a user is not remembered any more. */
    public boolean hasForgotten(final String user) {
        return intervals.getOrDefault(user, List.of()).size() > timesMax;
    }

    /** Whether a user left and joined again. */
    public boolean cameBack(final String user) {
        return intervals.getOrDefault(user, List.of()).size() > 1;
    }

    /** Whether one of the user's times ended with an entry. */
    public boolean endedWith(final String user, final long sequence) {
        return intervals.getOrDefault(user, List.of()).stream().anyMatch(time -> time.to == sequence);
    }

    /** The most that was received when a user joined for the first time that the chat's owner remembers. */
    long beginMark(final String user) {
        return beganAnew.getOrDefault(user, firstMark(user));
    }

    /** What was received when a user joined for the first time. */
    long firstMark(final String user) {
        final List<Interval> times = intervals.get(user);
        return times == null ? 0 : times.get(0).from - 1;
    }

    /** The first entry from one on that is there and meant for a user; {@link #NONE}. */
    public long firstFor(final String user, final long from) {
        for (final Interval time : intervals.getOrDefault(user, List.of())) {
            final long first = Math.max(from, time.from);
            if (first <= time.to && first <= last()) {
                return first;
            }
        }
        return NONE;
    }

    /** The last entry up to one that is there and meant for a user; {@link #NONE}. */
    public long lastFor(final String user, final long to) {
        final List<Interval> times = intervals.getOrDefault(user, List.of());
        for (int i = times.size() - 1; i >= 0; i--) {
            final long end = Math.min(Math.min(to, last()), times.get(i).to);
            if (end >= times.get(i).from) {
                return end;
            }
        }
        return NONE;
    }

    /** How many messages of others are meant for a user above one entry and up to another. */
    public long unread(final String user, final long above, final long to) {
        long count = 0;
        for (final Interval time : intervals.getOrDefault(user, List.of())) {
            final long end = Math.min(Math.min(to, last()), time.to);
            for (long sequence = Math.max(above + 1, time.from); sequence <= end; sequence++) {
                final Entry entry = entries.get((int) sequence - 1);
                count += entry.change() == null && !entry.sender().equals(user) ? 1 : 0;
            }
        }
        return count;
    }

    /** The same, with what was written while the user was away. */
    public long unreadAtMost(final String user, final long above, final long to) {
        return entries.subList((int) Math.min(above, to), (int) to).stream()
            .filter(entry -> entry.change() == null && !entry.sender().equals(user)).count();
    }

    /** Where the last run of a user's own messages ends of those up to a sequence that are more than so many; 0: there are not. */
    public long ownRunsEnd(final String user, final long to, final int max) {
        final List<Long> ends = new ArrayList<>();
        for (final Entry entry : entries.subList(0, (int) Math.min(to, last()))) {
            if (entry.change() == null && entry.sender().equals(user)) {
                if (!ends.isEmpty() && ends.get(ends.size() - 1) == entry.sequence() - 1) {
                    ends.remove(ends.size() - 1);
                }
                ends.add(entry.sequence());
            }
        }
        return ends.size() <= max ? 0 : ends.get(ends.size() - max);
    }

    private void check(final boolean holds, final String what, final Object... values) {
        if (!holds) {
            throw new SimulationFailure(
                "chat " + chatId + " " + String.format(Locale.ROOT, what, values));
        }
    }
}
