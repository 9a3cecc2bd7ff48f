package godwit.simulation;

import godwit.simulation.check.Chat;
import godwit.simulation.phone.Phone;

/** Whoever is connected after all that went wrong was told all the same how far the other one of a chat came. */
final class Receipts {
    private final World world;

    /** Of a run in which nothing is under way. */
    Receipts(final World world) {
        this.world = world;
    }

    /** Who does not know a mark of a direct chat; null: all do. Of entries that left memory marks are told to nobody. */
    String untold() {
        for (final Phone phone : world.phones) {
            if (phone.isConnected() && !world.plan.isHeavy()) {
                for (final long chatId : world.truth.chatsOf(phone.user())) {
                    if (world.truth.chat(chatId).isDirect() && untold(phone, world.truth.chat(chatId)) != null) {
                        return untold(phone, world.truth.chat(chatId));
                    }
                }
            }
        }
        return null;
    }

    private String untold(final Phone phone, final Chat chat) {
        final String other = chat.state(0).members().keySet().stream()
            .filter(user -> !user.equals(phone.user())).findFirst().orElseThrow();
        final long read = world.truth.read(chat.chatId(), other);
        final long delivered = world.truth.delivered(chat.chatId(), other);
        final boolean knows = phone.judge().knowsRead(chat.chatId(), other, read)
            && phone.judge().knowsDelivered(chat.chatId(), other, delivered);
        return knows ? null : phone.user() + "/" + phone.device() + " is not told that " + other + " came to " + delivered
            + ", " + read + " of chat " + chat.chatId();
    }
}
