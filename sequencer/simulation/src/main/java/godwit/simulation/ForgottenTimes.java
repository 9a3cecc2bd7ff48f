package godwit.simulation;

import godwit.core.CoreLimits;
import godwit.simulation.check.Change;
import godwit.simulation.check.Chat;
import godwit.simulation.check.Sight;
import godwit.simulation.phone.Phone;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * When nothing else is under way, a shard is told nothing of a chat until the chat's owner has forgotten a time in it of one of
 * its users: first of a new chat, then of one that it knows, of which it is told what came of entries that left memory. Left to
 * chance, few times, a line that is cut so long and so much that is written hardly ever come together.
 */
final class ForgottenTimes {
    /** Until it is healed. */
    private static final long CUT_MS = 3_600_000;
    /** By far more than a shard keeps in memory where bodies are large. */
    private static final int WRITTEN = 220;

    private final World world;
    private final BiConsumer<String, Supplier<String>> await;
    private final Supplier<String> unfinished;
    private final int times;

    /**
     * Of a run.
     *
     * @param world      of it.
     * @param await      lets time pass until there is nothing left to wait for.
     * @param unfinished what keeps phones from being done; null: nothing.
     */
    ForgottenTimes(
        final World world, final BiConsumer<String, Supplier<String>> await, final Supplier<String> unfinished) {
        this.world = world;
        this.await = await;
        this.unfinished = unfinished;
        this.times = world.plan.limits().membershipTimesMax();
    }

    /** One user of another shard than one who makes a group, if few times are remembered and there are such two. */
    void verify() {
        if (times == CoreLimits.DEFAULT.membershipTimesMax()) {
            return;
        }
        for (final Phone admin : world.phones) {
            final Phone other = !admin.isConnected() || admin.isReader() ? null : world.phones.stream()
                .filter(phone -> phone.isConnected() && world.home(phone.user()) != world.home(admin.user()))
                .findFirst().orElse(null);
            if (other != null) {
                verify(admin, other.user());
                return;
            }
        }
    }

    private void verify(final Phone admin, final String user) {
        final Phone third = world.phones.stream().filter(phone -> phone.isConnected() && !phone.isReader()
            && !phone.user().equals(user) && !phone.user().equals(admin.user())).findFirst().orElse(null);
        if (third == null) {
            return;
        }
        cut(admin, user);
        final Chat chat = group(admin, List.of(user, third.user()));
        final boolean isNewForgotten = chat != null && comeAndGo(chat, admin, user, times);
        settle();
        if (isNewForgotten && world.plan.opaqueBytes() > 0) {
            cut(admin, user);
            admin.change(chat.chatId(), Change.REMOVED, user);
            await.accept("who goes", admin::unfinished);
            write(chat, List.of(admin, third));
            admin.change(chat.chatId(), Change.ADDED, user);
            await.accept("who comes back", admin::unfinished);
            comeAndGo(chat, admin, user, times - 1);
            settle();
        }
    }

    private void cut(final Phone admin, final String user) {
        world.lines.cut(world.home(admin.user()).number(), world.home(user).number(), CUT_MS);
    }

    private void settle() {
        world.lines.heal();
        await.accept("what a shard was not told", unfinished);
    }

    /** A new one, if the limits of the run let it be. */
    private Chat group(final Phone admin, final List<String> others) {
        final Set<Long> before = Set.copyOf(world.truth.chats().keySet());
        admin.makeGroup(others);
        await.accept("a group", admin::unfinished);
        return world.truth.chats().values().stream().filter(chat -> !before.contains(chat.chatId())).findFirst().orElse(null);
    }

    /** So often that the first time is forgotten; whether it is. */
    private boolean comeAndGo(final Chat chat, final Phone admin, final String user, final int count) {
        for (int i = 0; i < count; i++) {
            admin.change(chat.chatId(), Change.REMOVED, user);
            await.accept("who goes", admin::unfinished);
            admin.change(chat.chatId(), Change.ADDED, user);
            await.accept("who comes back", admin::unfinished);
        }
        final boolean isForgotten = chat.hasForgotten(user);
        world.sights.saw(Sight.TIME_FORGOTTEN_UNTOLD, isForgotten ? 1 : 0);
        return isForgotten;
    }

    private void write(final Chat chat, final List<Phone> writers) {
        final long last = chat.last() + WRITTEN;
        for (int i = 0; i < WRITTEN; i++) {
            writers.get(i % writers.size()).write(chat.chatId());
        }
        await.accept("what is written meanwhile", () -> chat.last() < last ? "up to " + chat.last() + " of " + last : null);
    }
}
