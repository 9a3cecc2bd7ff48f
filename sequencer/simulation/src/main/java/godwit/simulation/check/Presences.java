package godwit.simulation.check;

import godwit.core.CoreLimits;
import godwit.simulation.world.SimulationFailure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Who may be shown online to whom, as far as it is certain, and who said that they type. */
public final class Presences {
    /** Longer than what was said of a user is under way anywhere. */
    private static final long LINGERS_MS = 40_000;

    /** A user was there last between these times of the shard's log. */
    private record Left(long fromMs, long toMs) {
    }

    private record Typing(long chatId, String user, boolean starts) {
    }

    private final Truth truth;
    private final Stamps stamps;
    private final Sights sights;
    private final boolean isScarce;
    /** Who was ever there, and since when that may be. */
    private final Map<String, Long> thereSinceMs = new HashMap<>();
    private final Map<String, Long> hiddenSinceMs = new HashMap<>();
    private final Set<String> gone = new HashSet<>();
    private final Map<String, Left> left = new HashMap<>();
    private final Set<Typing> typings = new HashSet<>();
    private boolean isQuiet;

    /** Of users who were never there. */
    public Presences(final Truth truth, final Stamps stamps, final CoreLimits limits, final Sights sights) {
        this.truth = truth;
        this.stamps = stamps;
        this.isScarce = limits.presenceMax() < CoreLimits.DEFAULT.presenceMax();
        this.sights = sights;
    }

    /** A device of a user wants to connect. */
    public void onTrying(final String user, final long nowMs) {
        thereSinceMs.putIfAbsent(user, nowMs);
    }

    /** A user wants to be hidden, or shown: until this is confirmed neither is certain. */
    public void onHiding(final String user) {
        hiddenSinceMs.remove(user);
    }

    /** That is done. */
    public void onHidden(final String user, final boolean hidden, final long nowMs) {
        if (hidden) {
            hiddenSinceMs.put(user, nowMs);
        }
    }

    /** Whether a user hides for certain. */
    public boolean isHidden(final String user) {
        return hiddenSinceMs.containsKey(user);
    }

    /** These users are away for certain, and nobody else is. */
    public void gone(final Set<String> users) {
        gone.clear();
        gone.addAll(users);
    }

    /** A user went, and was there last between these times of the shard's log, in milliseconds since 1970. */
    public void left(final String user, final long fromMs, final long toMs) {
        left.put(user, new Left(fromMs, toMs));
    }

    /** Nobody is known to have gone. */
    public void allReturn() {
        gone.clear();
        left.clear();
    }

    /** Somebody is shown when another user was there last. */
    public void onLastSeen(final String watcher, final String watched, final long lastSeenMs, final long nowMs) {
        check(lastSeenMs <= stamps.at(watched, nowMs) && lastSeenMs >= stamps.at(watched, thereSinceMs.get(watched)),
            "%s is shown %s last seen at %d, the time is %d", watcher, watched, lastSeenMs, stamps.at(watched, nowMs));
        final Left when = left.get(watched);
        if (when != null) {
            check(lastSeenMs >= when.fromMs && lastSeenMs <= when.toMs, "%s is shown %s last seen %d, who left from %d to %d",
                watcher, watched, lastSeenMs, when.fromMs, when.toMs);
            sights.saw(Sight.LAST_SEEN_KNOWN);
        }
    }

    /** Somebody may not watch, since too many are watched. */
    public void onFull() {
        check(isScarce, "somebody may not watch, though there is room");
        sights.saw(Sight.LIMIT_PRESENCE);
    }

    /** Nothing is lost, late, or unknown any more. */
    public void quiet() {
        isQuiet = true;
    }

    /** Whether that was said. */
    public boolean isQuiet() {
        return isQuiet;
    }

    /** Somebody is shown another user: online, or last seen at a time, or neither. */
    public void onShown(
        final String watcher, final String watched, final boolean online, final boolean lastSeen, final long nowMs) {
        check(!online || !lastSeen, "%s is shown %s online, and last seen", watcher, watched);
        if (!online && !lastSeen) {
            return;
        }
        check(truth.isContact(watcher, watched), "%s is shown %s, but is no contact", watcher, watched);
        check(thereSinceMs.containsKey(watched), "%s is shown %s, who was never there", watcher, watched);
        final Long since = hiddenSinceMs.get(watched);
        check(since == null || nowMs - since < LINGERS_MS, "%s is shown %s, who hides since %d", watcher, watched, since);
        check(!online || !gone.contains(watched), "%s is shown %s online, who is away", watcher, watched);
        sights.saw(online ? Sight.SHOWN_ONLINE : Sight.SHOWN_LAST_SEEN);
        if (since != null) {
            sights.saw(Sight.HIDDEN);
        }
    }

    /** What somebody knows of another user has to be true now. */
    public void verify(final String watcher, final String watched, final boolean online, final boolean lastSeen) {
        final boolean sees = truth.isContact(watcher, watched) && !isHidden(watched);
        final boolean there = !gone.contains(watched);
        check(online == (sees && there) && lastSeen == (sees && !there),
            "%s is shown %s online=%b last seen=%b, who is there=%b and may be seen=%b", watcher, watched, online,
            lastSeen, there, sees);
        if (isHidden(watched) && truth.isContact(watcher, watched)) {
            sights.saw(Sight.HIDDEN);
        }
    }

    /** A user says that they type. */
    public void onTypes(final long chatId, final String user, final boolean starts) {
        typings.add(new Typing(chatId, user, starts));
    }

    /** Somebody is shown that another user types. */
    public void onTyping(final String reader, final long chatId, final String user, final boolean starts) {
        final Chat chat = truth.chat(chatId);
        check(chat != null && typings.contains(new Typing(chatId, user, starts)), "%s is shown that %s types in %d",
            reader, user, chatId);
        check(!reader.equals(user), "%s is shown their own typing in %d", reader, chatId);
        // Another shard may know late who is a member no more.
        check(isQuiet ? chat.state().has(reader) && chat.state().has(user) : chat.everHad(reader) && chat.everHad(user),
            "%s is shown that %s types in %d, where one of them is no member", reader, user, chatId);
        sights.saw(Sight.SHOWN_TYPING);
    }

    private static void check(final boolean holds, final String what, final Object... values) {
        if (!holds) {
            throw new SimulationFailure(String.format(Locale.ROOT, what, values));
        }
    }
}
