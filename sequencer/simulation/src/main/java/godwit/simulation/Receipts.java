package godwit.simulation;

import godwit.simulation.check.Chat;
import godwit.simulation.check.Entry;
import godwit.simulation.phone.Phone;

/** Whoever is connected after all that went wrong was told all the same how far the others of a chat came. */
final class Receipts {
    private final World world;

    /** Of a run in which nothing is under way. */
    Receipts(final World world) {
        this.world = world;
    }

    /** Who does not know a mark of a chat; null: all do. Of entries that left memory marks are told to nobody. */
    String untold() {
        for (final Phone phone : world.phones) {
            if (phone.isConnected() && !world.plan.isHeavy()) {
                for (final long chatId : world.truth.chatsOf(phone.user())) {
                    final String untold = untold(phone, world.truth.chat(chatId));
                    if (untold != null) {
                        return untold;
                    }
                }
            }
        }
        return null;
    }

    private String untold(final Phone phone, final Chat chat) {
        final String user = phone.user();
        if (!chat.state().has(user) || chat.cameBack(user)
            || chat.anySince(0, state -> state.members().size() > world.plan.limits().fanoutMax())) {
            return null;
        }
        for (final String other : chat.state().members().keySet()) {
            if (!other.equals(user) && !chat.cameBack(other)) {
                final long read = told(chat, user, other, world.truth.read(chat.chatId(), other));
                final long delivered = told(chat, user, other, world.truth.delivered(chat.chatId(), other));
                final boolean knows = (phone.judge().knowsRead(chat.chatId(), other, read)
                    || mayBeUntold(phone, chat, other, "READ"))
                    && (phone.judge().knowsDelivered(chat.chatId(), other, delivered)
                    || mayBeUntold(phone, chat, other, "DELIVERED"));
                if (!knows) {
                    return user + "/" + phone.device() + " is not told that " + other + " came to " + delivered + ", " + read
                        + " of chat " + chat.chatId();
                }
            }
        }
        return null;
    }

    /**
     * The first mark that another shard tells of a member of its group, without the entry that moved it, may be from before
     * the member's time: it is told to nobody here.
     */
    private boolean mayBeUntold(final Phone phone, final Chat chat, final String other, final String status) {
        return !chat.isDirect() && world.evidence.linked().test(phone.user(), chat.chatId())
            && !phone.judge().wasTold(chat.chatId(), other, status);
    }

    /** In a group only who wrote something is told how far it came, since what they wrote has come so far. */
    private static long told(final Chat chat, final String user, final String other, final long mark) {
        if (chat.isDirect()) {
            return mark;
        }
        for (long sequence = mark; sequence > 0 && chat.isFor(other, sequence); sequence--) {
            final Entry entry = chat.entries().get((int) sequence - 1);
            if (entry.change() == null && entry.sender().equals(user)) {
                return sequence;
            }
        }
        return 0;
    }
}
