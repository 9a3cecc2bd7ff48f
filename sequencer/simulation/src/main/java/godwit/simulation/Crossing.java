package godwit.simulation;

import godwit.simulation.check.Change;
import godwit.simulation.check.Chat;
import godwit.simulation.check.Sight;
import godwit.simulation.edge.Edge;
import godwit.simulation.phone.Phone;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * When nothing is under way, a group crosses the fan-out threshold and comes back, and each entry comes once: while things
 * go wrong it may come again, so nobody can tell then.
 */
final class Crossing {
    private static final long SETTLED_MS = 400;
    private static final int CROSSINGS = 3;

    private final World world;
    private final BiConsumer<String, Supplier<String>> await;

    /**
     * Of a run.
     *
     * @param world of it.
     * @param await lets time pass until there is nothing left to wait for.
     */
    Crossing(final World world, final BiConsumer<String, Supplier<String>> await) {
        this.world = world;
        this.await = await;
    }

    /** One of the groups, if there is one that has an admin who is there and can come to the threshold. */
    void verify() {
        for (final Chat chat : List.copyOf(world.truth.chats().values())) {
            final Phone admin = chat.isDirect() || Math.abs(distance(chat)) > 1 ? null : world.phones.stream()
                .filter(phone -> phone.isConnected() && !phone.isReader() && chat.state().isAdmin(phone.user()))
                .findFirst().orElse(null);
            if (admin != null && world.plan.users() > world.plan.limits().fanoutMax()) {
                await.accept("edges to be heard",
                    () -> world.edges.living().stream().allMatch(Edge::isConnected) ? null : "not yet");
                // What could not be read is asked for later, even if it came meanwhile.
                await.accept("edges to ask for what was missed",
                    () -> world.edges.living().stream().noneMatch(Edge::isResyncing) ? null : "not yet");
                world.clock.run(SETTLED_MS);
                world.phones.forEach(phone -> phone.judge().quiet(true));
                verify(chat, admin);
                world.phones.forEach(phone -> phone.judge().quiet(false));
                return;
            }
        }
    }

    /** How many members there are more than are named. */
    private int distance(final Chat chat) {
        return chat.state().members().size() - world.plan.limits().fanoutMax();
    }

    private void verify(final Chat chat, final Phone admin) {
        write(chat);
        for (int i = 0; i < CROSSINGS; i++) {
            final boolean grows = distance(chat) <= 0;
            while (grows == distance(chat) <= 0) {
                final int before = chat.state().members().size();
                admin.change(chat.chatId(), grows ? Change.ADDED : Change.REMOVED, other(chat, admin, !grows));
                await.accept("a change in quiet", admin::unfinished);
                if (chat.state().members().size() == before) {
                    // One of the limits of the run does not let it.
                    return;
                }
            }
            world.sights.saw(Sight.CROSSED_IN_QUIET);
            write(chat);
        }
    }

    private String other(final Chat chat, final Phone admin, final boolean isMember) {
        return world.phones.stream().map(Phone::user)
            .filter(user -> chat.state().has(user) == isMember && !user.equals(admin.user())).findFirst().orElseThrow();
    }

    /** Each member writes, twice, so that who follows is handed something by the chat's subscription. */
    private void write(final Chat chat) {
        for (int i = 0; i < 2; i++) {
            world.phones.stream().filter(phone -> phone.isConnected() && !phone.isReader() && chat.state().has(phone.user()))
                .forEach(phone -> phone.write(chat.chatId()));
            world.clock.run(SETTLED_MS);
            await.accept("what is written in quiet", () -> world.phones.stream().map(Phone::unfinished)
                .filter(rest -> rest != null).findFirst().orElse(null));
        }
    }
}
