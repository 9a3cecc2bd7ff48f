package godwit.simulation;

import godwit.simulation.check.Chat;
import godwit.simulation.check.Presences;
import godwit.simulation.edge.Edge;
import godwit.simulation.phone.Phone;
import godwit.simulation.shard.Shard;
import godwit.simulation.world.Draw;
import godwit.simulation.world.SimulationFailure;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** At the end of a run: who is shown to whom is the truth, also when some go and come back; who types is shown. */
final class Company {
    private static final long SETTLED_MS = 3_000;
    /** A session that ended without a word is noticed after 12 s, and told within a second. */
    private static final long OFFLINE_MS = 15_000;
    /** A session that ended without a word is noticed so late, and ends in the log then. */
    private static final long UNNOTICED_MS = 13_000;
    /** What an edge said before it died is in the log. */
    private static final long UNDER_WAY_MS = 1_000;
    /** An edge that lives says so far more often. */
    private static final long UNHEARD_MS = 5_000;
    private static final int TYPED_MAX = 3;

    private final World world;
    private final Presences judge;
    private final Draw draw;
    private final List<String> users;
    private final BiConsumer<String, Supplier<String>> await;

    /**
     * Of a run.
     *
     * @param world of it.
     * @param await lets time pass until there is nothing left to wait for.
     */
    Company(final World world, final BiConsumer<String, Supplier<String>> await) {
        this.world = world;
        this.judge = world.evidence.presences();
        this.draw = new Draw(world.plan.seed() + 1);
        this.await = await;
        this.users = world.phones.stream().map(Phone::user).distinct().toList();
    }

    /** What was told before, on connections that went through it all, is true. */
    void verifyWatchers() {
        world.clock.run(SETTLED_MS);
        present().forEach(phone -> phone.watching().verify());
    }

    /** Some go, and come back. */
    void verifyComing() {
        judge.quiet();
        present().forEach(phone -> phone.watch(users));
        awaitTruth("who is there");
        final Set<String> gone = new TreeSet<>(users);
        gone.removeIf(user -> draw.oneIn(2));
        final boolean edgeDies = draw.oneIn(4);
        final Edge dying = edgeDies ? world.edges.living().get(0) : null;
        final boolean closes = world.plan.chance("edge leaves").oneIn(2);
        gone.forEach(user -> leaves(user, closes ? null : dying));
        if (edgeDies) {
            // Of those who were on it nobody says that they are gone, but that its lease is over, or that it closed.
            if (closes) {
                dying.drain();
            } else {
                dying.die();
            }
            world.startEdge();
        }
        world.phones.stream().filter(phone -> gone.contains(phone.user())).forEach(Phone::goAway);
        world.clock.run(OFFLINE_MS);
        judge.gone(gone);
        if (edgeDies) {
            await.accept("those whose edge died", () -> present().stream().allMatch(Phone::isConnected) ? null : "not yet");
            present().forEach(phone -> phone.watch(users));
        }
        awaitTruth("who is gone");
        final Reading reading = new Reading(world, gone);
        reading.read();
        await.accept("what was read of those who are gone", reading::unfinished);
        judge.allReturn();
        world.phones.stream().filter(phone -> gone.contains(phone.user())).forEach(Phone::comeBack);
        await.accept("those who were gone", () -> present().stream().allMatch(Phone::isConnected) ? null : "not yet");
        world.phones.stream().filter(phone -> gone.contains(phone.user()) && phone.isPresent())
            .forEach(phone -> phone.watch(users));
        awaitTruth("who came back");
        await.accept("receipts for those who came back", reading::untold);
    }

    private void leaves(final String user, final Edge dying) {
        final Shard home = world.home(user);
        final List<Phone> phones = present().stream().filter(phone -> phone.user().equals(user)).toList();
        if (home.isInTime() && !phones.isEmpty() && phones.stream().allMatch(Phone::isConnected)) {
            final boolean dies = phones.stream().allMatch(phone -> phone.socket().isOn(dying));
            judge.left(user, home.logMs() - UNHEARD_MS, home.logMs() + (dies ? UNDER_WAY_MS : UNNOTICED_MS));
        }
    }

    private void awaitTruth(final String what) {
        world.clock.run(SETTLED_MS);
        await.accept(what, () -> present().stream().map(phone -> phone.watching().verifyAll(users))
            .filter(rest -> rest != null).findFirst().orElse(null));
    }

    private List<Phone> present() {
        return world.phones.stream().filter(Phone::isPresent).toList();
    }

    /** Who types is shown to all others who are there, up to the threshold, and to nobody else. */
    void verifyTyping() {
        for (final Phone phone : present()) {
            present().forEach(other -> other.watching().listen());
            final List<Chat> chats = world.truth.chatsOf(phone.user()).stream().map(world.truth::chat).limit(TYPED_MAX).toList();
            chats.forEach(chat -> phone.type(chat.chatId()));
            world.clock.run(200);
            chats.forEach(chat -> verifyTyping(phone.user(), chat));
        }
    }

    private void verifyTyping(final String user, final Chat chat) {
        final boolean tells = chat.state().has(user) && chat.state().members().size() <= world.plan.limits().fanoutMax();
        for (final Phone other : present()) {
            final boolean expected = tells && chat.state().has(other.user()) && !other.user().equals(user);
            if (other.watching().heard(chat.chatId(), user) != expected) {
                throw new SimulationFailure(other.user() + "/" + other.device() + (expected ? " is not" : " is")
                    + " shown that " + user + " types in chat " + chat.chatId());
            }
        }
    }
}
