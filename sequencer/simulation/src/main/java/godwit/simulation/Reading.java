package godwit.simulation;

import godwit.simulation.check.Chat;
import godwit.simulation.check.Entry;
import godwit.simulation.phone.Phone;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Others read chats while their senders are away: the newest state is kept for them, and told when they are back. */
final class Reading {
    /** Longer than any limit of a connection's rate holds. */
    private static final long AGAIN_MS = 2_000;

    private record Read(Phone phone, Chat chat, long before, Entry last) {
        String reader() {
            return phone.user();
        }
    }

    private final World world;
    private final Set<String> gone;
    private final List<Read> reads = new ArrayList<>();
    private long saidMs;

    /** Of a run in which nothing is under way, and those who are gone have no sessions. */
    Reading(final World world, final Set<String> gone) {
        this.world = world;
        this.gone = gone;
    }

    /** One phone of each user who is there reads all chats to their ends. */
    void read() {
        final Set<String> readers = new HashSet<>(gone);
        for (final Phone phone : world.phones) {
            if (phone.isConnected() && readers.add(phone.user())) {
                world.truth.chatsOf(phone.user()).stream().map(world.truth::chat).forEach(chat -> read(phone, chat));
            }
        }
    }

    private void read(final Phone phone, final Chat chat) {
        final long last = chat.last();
        final long before = world.truth.read(chat.chatId(), phone.user());
        if (last > before && chat.state().has(phone.user())
            && chat.isFor(phone.user(), last)) {
            final Read read = new Read(phone, chat, before, chat.entries().get((int) last - 1));
            reads.add(read);
            phone.read(read.last);
            saidMs = world.clock.nowMs();
        }
    }

    /** What the chats' owners do not know yet; null: nothing. What a phone said too fast, and was refused, it says again. */
    String unfinished() {
        final List<Read> unknown = reads.stream()
            .filter(read -> world.truth.read(read.chat.chatId(), read.reader()) < read.last.sequence()).toList();
        if (world.clock.nowMs() - saidMs >= AGAIN_MS) {
            saidMs = world.clock.nowMs();
            unknown.forEach(read -> read.phone.read(read.last));
        }
        return unknown.isEmpty() ? null : unknown.get(0).reader() + " reads " + unknown.get(0).last;
    }

    /** Who was not told of it, though something of the user's own is newly read by it; null: nobody. */
    String untold() {
        for (final Phone phone : world.phones) {
            if (gone.contains(phone.user()) && phone.isPresent()) {
                for (final Read read : reads) {
                    if (concerns(read, phone.user())
                        && !phone.judge().knowsRead(read.chat.chatId(), read.reader(), read.last.sequence())) {
                        return phone.user() + "/" + phone.device() + " is not told what " + read.reader() + " read: " + read.last;
                    }
                }
            }
        }
        return null;
    }

    /** Who left and came back may have written in another time only, of which nobody is told. */
    private boolean concerns(final Read read, final String user) {
        final boolean wrote = read.chat.entries().stream()
            .anyMatch(entry -> entry.sequence() > read.before && entry.change() == null && entry.sender().equals(user));
        return read.chat.state().has(user) && (read.chat.isDirect() || wrote && !read.chat.cameBack(user))
            && read.chat.state().members().size() <= world.plan.limits().fanoutMax();
    }
}
