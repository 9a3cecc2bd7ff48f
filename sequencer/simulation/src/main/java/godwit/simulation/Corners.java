package godwit.simulation;

import godwit.protocol.ChatIds;
import godwit.settings.Topology;
import godwit.simulation.check.Change;
import godwit.simulation.check.Chat;
import godwit.simulation.check.Entry;
import godwit.simulation.check.Sight;
import godwit.simulation.phone.Phone;

/** Sees that entries fall on moments that are worth testing. */
final class Corners {
    private static final int LARGE = 300;
    private static final int MANY = 20;

    private static final long LOOKED_EVERY_MS = 50;
    private static final long AT_ONCE_MS = 3_000;

    private final World world;
    private final Topology topology;
    private long allSeenMs = -AT_ONCE_MS;
    private long nobodySeenMs = -AT_ONCE_MS;

    Corners(final World world, final Topology topology) {
        this.world = world;
        this.topology = topology;
    }

    /** Sees from now on who is connected. */
    void watch() {
        world.clock.every(LOOKED_EVERY_MS, this::look);
    }

    private void look() {
        final long nowMs = world.clock.nowMs();
        final long online = world.phones.stream().filter(Phone::isOnline).count();
        if (online == 0 && nowMs - allSeenMs < AT_ONCE_MS) {
            nobodySeenMs = nowMs;
        } else if (online > 1 && world.phones.stream().allMatch(phone -> phone.isOnline() || !phone.isPresent())) {
            allSeenMs = nowMs;
            if (nowMs - nobodySeenMs < AT_ONCE_MS && !world.isHealed()) {
                world.sights.saw(Sight.EVERYBODY_CAME_BACK);
            }
            nobodySeenMs = -AT_ONCE_MS;
        }
    }

    /** An entry is there, and the chat is what it is after it. */
    void onEntry(final Chat chat, final Entry entry) {
        final Change change = entry.change();
        if (change == null && chat.state().members().size() > LARGE) {
            seeMany(chat);
        }
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

    private void seeMany(final Chat chat) {
        final long online = world.phones.stream().filter(phone -> phone.isOnline() && chat.state().has(phone.user())).count();
        if (online >= MANY) {
            world.sights.saw(Sight.LARGE_GROUP_CONNECTED);
        }
    }

    private void onBack(final String user, final Chat chat) {
        if (chat.hasForgotten(user)) {
            world.sights.saw(Sight.LIMIT_MEMBERSHIP_TIMES);
        }
        if (world.phones.stream().anyMatch(phone -> phone.user().equals(user) && phone.judge().isBehind(chat.chatId()))) {
            world.sights.saw(Sight.JOINED_AGAIN_WHILE_BEHIND);
        }
    }
}
