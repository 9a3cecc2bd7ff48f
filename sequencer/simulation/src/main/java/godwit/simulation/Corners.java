package godwit.simulation;

import godwit.protocol.ChatIds;
import godwit.settings.Topology;
import godwit.simulation.check.Change;
import godwit.simulation.check.Chat;
import godwit.simulation.check.Entry;
import godwit.simulation.check.Sight;

/** Sees that entries fall on moments that are worth testing. */
final class Corners {
    private static final int LARGE = 300;

    private final World world;
    private final Topology topology;

    Corners(final World world, final Topology topology) {
        this.world = world;
        this.topology = topology;
    }

    /** An entry is there, and the chat is what it is after it. */
    void onEntry(final Chat chat, final Entry entry) {
        final Change change = entry.change();
        if (change == null || chat.isDirect()) {
            return;
        }
        final int after = chat.state().members().size();
        final int before = chat.state(chat.version() - 1).members().size();
        final int fanoutMax = world.plan.limits().fanoutMax();
        if (before <= fanoutMax != after <= fanoutMax) {
            world.sights.saw(after > fanoutMax ? Sight.CROSSED_UP : Sight.CROSSED_DOWN);
            if (world.lines.isBehind(topology.shardOf(ChatIds.partition(chat.chatId())))) {
                world.sights.saw(Sight.CROSSED_WHILE_LINK_BEHIND);
            }
        }
        if (after > LARGE) {
            world.sights.saw(Sight.LARGE_GROUP);
        }
        if (change.kind().equals(Change.ADDED)) {
            change.userIds().stream().filter(chat::cameBack).forEach(user -> onBack(user, chat));
        }
    }

    private void onBack(final String user, final Chat chat) {
        if (world.phones.stream().anyMatch(phone -> phone.user().equals(user) && phone.judge().isBehind(chat.chatId()))) {
            world.sights.saw(Sight.JOINED_AGAIN_WHILE_BEHIND);
        }
    }
}
