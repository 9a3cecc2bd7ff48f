package godwit.simulation;

import godwit.simulation.check.Chat;
import godwit.simulation.edge.Edge;
import godwit.simulation.phone.Phone;
import godwit.simulation.world.Draw;
import java.util.List;
import java.util.Set;

/**
 * Before anything goes wrong: somebody sends to a chat of another shard, whose answers are late; the edge's connection breaks,
 * and it sends again, which comes there later still, when the sender has sent so much over another edge that its keys are
 * forgotten. The refusal names a session of the sender's shard, whose number others have at the chat's: sessions are few then.
 */
final class LateAnswers {
    private static final long CONNECTED_MS = 1_500;
    private static final long MADE_MS = 400;
    private static final long ACCEPTED_MS = 100;
    /** Until an edge that lost its connection has another one, and said again what has no answer. */
    private static final long HEARD_LATE_MS = 700;
    /** Until who left has sent much elsewhere. */
    private static final long SAID_LATE_MS = 2_500;
    private static final long SETTLED_MS = 500;
    private static final int SENDERS_MAX = 4;

    private final World world;
    private final Draw draw;

    LateAnswers(final World world) {
        this.world = world;
        this.draw = world.plan.chance("late answers");
    }

    /** One after the other. */
    void play() {
        world.clock.run(CONNECTED_MS);
        if (world.edges.living().size() == 1) {
            world.startEdge();
        }
        world.phones.stream().filter(this::sends).limit(SENDERS_MAX).toList().forEach(this::play);
    }

    private boolean sends(final Phone phone) {
        return phone.isConnected() && !phone.isReader();
    }

    private void play(final Phone sender) {
        final List<Phone> others = world.phones.stream()
            .filter(phone -> sends(phone) && world.home(phone.user()) != world.home(sender.user())).toList();
        final Edge edge = world.edges.living().stream()
            .filter(one -> one.sockets().contains(sender.socket())).findFirst().orElse(null);
        if (others.isEmpty() || edge == null) {
            return;
        }
        final Phone maker = draw.of(others);
        final Chat chat = chat(maker, sender.user());
        if (chat != null) {
            sendTwice(sender, edge, chat.chatId(), world.home(maker.user()).number());
        }
    }

    private Chat chat(final Phone maker, final String user) {
        final List<String> thirds = world.phones.stream().map(Phone::user)
            .filter(id -> !id.equals(user) && !id.equals(maker.user())).distinct().toList();
        final Set<Long> before = Set.copyOf(world.truth.chats().keySet());
        maker.makeGroup(List.of(user, draw.of(thirds)));
        world.clock.run(MADE_MS);
        return world.truth.chats().values().stream().filter(chat -> !before.contains(chat.chatId())).findFirst().orElse(null);
    }

    private void sendTwice(final Phone sender, final Edge edge, final long chatId, final int shard) {
        edge.hearLate(shard, HEARD_LATE_MS);
        sender.write(chatId, world.plan.limits().inFlightMax());
        world.clock.run(ACCEPTED_MS);
        edge.beHeardLate(shard, SAID_LATE_MS);
        sender.moveAway(2 * SAID_LATE_MS);
        sender.write(chatId, world.plan.sendsUntilForgotten());
        world.clock.run(SAID_LATE_MS + SETTLED_MS);
    }
}
