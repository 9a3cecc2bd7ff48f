package godwit.edge.uplink;

import godwit.edge.presence.PresenceLane;
import java.util.List;

/** Offers the commands about presence. */
final class PresenceOffers implements PresenceLane.Shard {
    private final CommandOffers commands;

    PresenceOffers(final CommandOffers commands) {
        this.commands = commands;
    }

    @Override
    public boolean subscribe(final long correlationId, final String askerId, final List<String> userIds) {
        return commands.offer(commands.encoder().presenceSubscribe(correlationId, askerId, userIds));
    }

    @Override
    public boolean unsubscribe(final List<String> userIds) {
        return commands.offer(commands.encoder().presenceUnsubscribe(userIds));
    }
}
