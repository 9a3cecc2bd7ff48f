package godwit.simulation;

import godwit.core.CoreLimits;
import godwit.simulation.check.Chat;
import godwit.simulation.check.Sight;
import godwit.simulation.edge.Socket;
import godwit.simulation.phone.Phone;
import godwit.simulation.world.Draw;
import godwit.simulation.world.SimulationFailure;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * When nothing goes wrong any more, some say their first word to another, or begin a chat of two: the other one, who subscribes
 * as soon as it hears of that, or before, is soon shown that they are online, whichever shard knows of it last. Some say more
 * than one word, and so perhaps the next one while it is not answered yet that the other one subscribed.
 */
final class Meeting {
    private static final int PAIRS_MAX = 3;
    private static final long UNSUBSCRIBED_MS = 100;
    private static final long SAID_MS = 3_000;
    private static final long HEARD_MAX_MS = 8;
    private static final int MORE_WORDS_MAX = 2;
    /** So long the other's shard may not hear of it; it is asked at once, and after 0.25 and 1.25 s. */
    private static final long HELD_MAX_MS = 600;
    private static final long SHOWN_MS = 1_400;
    /** The first word in a chat that was only just begun is asked for anew, so long after the chat was. */
    private static final long ASKED_ANEW_MS = 250;

    private final World world;
    private final Draw draw;
    private final BiConsumer<String, Supplier<String>> await;

    /**
     * Of a run.
     *
     * @param world of it.
     * @param await lets time pass until there is nothing left to wait for.
     */
    Meeting(final World world, final BiConsumer<String, Supplier<String>> await) {
        this.world = world;
        this.await = await;
        this.draw = new Draw(world.plan.seed() + 2);
    }

    /** Of some who are there, if there is room for subscriptions. */
    void verify() {
        if (world.plan.limits().presenceMax() < CoreLimits.DEFAULT.presenceMax()) {
            return;
        }
        final List<Phone> there =
            world.phones.stream().filter(phone -> phone.isConnected() && !phone.isReader()).toList();
        int met = 0;
        for (final Phone one : there) {
            for (final Phone other : there) {
                if (met < PAIRS_MAX && mayMeet(one.user(), other.user())) {
                    met++;
                    meet(one, other);
                }
            }
        }
    }

    private boolean mayMeet(final String watcher, final String other) {
        return !watcher.equals(other) && !world.truth.isContact(watcher, other)
            && !world.evidence.presences().isHidden(other);
    }

    private void meet(final Phone watcher, final Phone other) {
        // Who heard nothing for 10 s may just be connecting anew.
        await.accept("those who meet", () -> watcher.isConnected() && other.isConnected() ? null : "not yet");
        final boolean asksBefore = draw.oneIn(3);
        final boolean asksJustBefore = asksBefore && draw.oneIn(2);
        watcher.watching().unwatch(List.of(other.user()));
        Socket asked = asksBefore && !asksJustBefore ? ask(watcher, other) : null;
        world.clock.run(UNSUBSCRIBED_MS);
        if (draw.oneIn(2)) {
            hold(world.home(other.user()).number(), draw.between(0, HELD_MAX_MS));
        }
        if (asksJustBefore) {
            asked = ask(watcher, other);
            world.clock.run(draw.between(0, HEARD_MAX_MS));
        }
        final Chat chat = world.truth.direct(watcher.user(), other.user());
        final Socket said = other.socket();
        if (chat == null) {
            other.begin(watcher.user());
        } else {
            other.write(chat.chatId());
        }
        if (!isSaid(watcher.user(), other.user())) {
            // One of the limits of the run does not let it.
            return;
        }
        final int more = draw.oneIn(2) ? (int) draw.between(1, MORE_WORDS_MAX) : 0;
        final boolean goesOnBefore = draw.oneIn(2);
        sayMore(watcher, other, goesOnBefore ? more : 0);
        if (!asksBefore) {
            world.clock.run(draw.between(0, HEARD_MAX_MS));
            asked = ask(watcher, other);
        }
        sayMore(watcher, other, goesOnBefore ? 0 : more);
        world.clock.run(SHOWN_MS + (chat == null && more > 0 ? ASKED_ANEW_MS : 0));
        // A subscription ends with its connection; and who connects anew is not online in between.
        if (!isOn(watcher, asked) || !isOn(other, said)) {
            return;
        }
        if (!watcher.watching().shows(other.user())) {
            throw new SimulationFailure(watcher.user() + "/" + watcher.device() + " is not shown that " + other.user()
                + " is online, who " + (chat == null ? "began a chat" : "wrote") + ", and for whom it asked "
                + (asksBefore ? "before" : "then") + (watcher.watching().isAnswered() ? "" : ", which has no answer"));
        }
        world.sights.saw(Sight.MET);
    }

    /** The connection on which it did; null: it has none. */
    private static Socket ask(final Phone watcher, final Phone other) {
        watcher.watch(List.of(other.user()));
        return watcher.isConnected() ? watcher.socket() : null;
    }

    /** One word after the other, perhaps before anything is known of the first. */
    private void sayMore(final Phone watcher, final Phone other, final int words) {
        for (int i = 0; i < words; i++) {
            world.clock.run(draw.between(0, HEARD_MAX_MS));
            other.write(world.truth.direct(watcher.user(), other.user()).chatId(), 1);
        }
    }

    private static boolean isOn(final Phone phone, final Socket then) {
        return phone.isConnected() && phone.socket() == then;
    }

    private void hold(final int shard, final long durationMs) {
        for (int from = 0; from < world.plan.shards(); from++) {
            world.lines.hold(from, shard, durationMs);
        }
    }

    private boolean isSaid(final String watcher, final String other) {
        for (long ms = 0; ms < SAID_MS && !world.truth.isContact(watcher, other); ms++) {
            world.clock.run(1);
        }
        return world.truth.isContact(watcher, other);
    }
}
