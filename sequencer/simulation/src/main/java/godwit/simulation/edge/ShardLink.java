package godwit.simulation.edge;

import godwit.edge.uplink.CommandSink;
import godwit.edge.uplink.OfferResult;
import godwit.protocol.codecs.AttachDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.RemoveDeviceDecoder;
import godwit.simulation.shard.Shard;
import godwit.simulation.world.Channel;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * A client's connection to the shard's cluster: in order, lost as a whole, and found again, as the cluster's client has it.
 */
public final class ShardLink implements CommandSink {
    private static final long DELAY_MAX_MS = 4;

    private final Clock clock;
    private final Draw draw;
    private final Shard shard;
    private final Listener listener;
    private final Channel<byte[]> channel;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private int oddPerMille;
    private boolean connected;
    private boolean closed;
    private long breaks;

    /** Hears how the connection fares. */
    public interface Listener {
        /** There is one. */
        void onConnected();

        /** It is lost. */
        void onDisconnected();

        /** The shard has a new leader. */
        void onNewLeader();
    }

    /**
     * A link that connects after a while.
     *
     * @param clock       the time.
     * @param draw        chooses.
     * @param shard       at the other end.
     * @param oddPerMille offers that are pushed back, and commands that come twice.
     * @param listener    hears.
     */
    public ShardLink(
        final Clock clock, final Draw draw, final Shard shard, final int oddPerMille, final Listener listener) {
        this.clock = clock;
        this.draw = draw;
        this.shard = shard;
        this.listener = listener;
        this.oddPerMille = oddPerMille;
        this.channel = new Channel<>(clock, draw, DELAY_MAX_MS, this::arrive);
        reconnect(0);
    }

    @Override
    public boolean offerTyping(final DirectBuffer buffer, final int offset, final int length) {
        if (!shard.leads() || draw.perMille(oddPerMille)) {
            return false;
        }
        final byte[] message = new byte[length];
        buffer.getBytes(offset, message);
        clock.after(draw.between(0, DELAY_MAX_MS), () -> shard.onTyping(message));
        return true;
    }

    @Override
    public OfferResult offer(final DirectBuffer buffer, final int offset, final int length) {
        if (!connected || !shard.leads()) {
            return OfferResult.AWAY;
        }
        if (draw.perMille(oddPerMille)) {
            return OfferResult.BACK_PRESSURED;
        }
        final byte[] command = new byte[length];
        buffer.getBytes(offset, command);
        channel.send(command);
        header.wrap(buffer, offset);
        final boolean mayRepeat =
            header.templateId() != AttachDecoder.TEMPLATE_ID && header.templateId() != RemoveDeviceDecoder.TEMPLATE_ID;
        if (mayRepeat && draw.perMille(oddPerMille)) {
            channel.send(command);
        }
        return OfferResult.OFFERED;
    }

    @Override
    public long termId() {
        return shard.termId();
    }

    /** Whether there is one. */
    boolean isConnected() {
        return connected;
    }

    private void arrive(final byte[] command) {
        if (shard.leads()) {
            shard.onCommand(command);
        }
    }

    /** The connection breaks; it is made again, but not before so much time has passed. */
    public void cut(final long awayMs) {
        channel.cutAfterSome().forEach(this::arrive);
        lose(awayMs);
    }

    /** The leader dies; what it had taken already is answered. */
    public List<byte[]> onLeaderDied() {
        final List<byte[]> taken = channel.cutAfterSome();
        if (!connected || draw.oneIn(2)) {
            lose(0);
        } else {
            awaitLeader(++breaks);
        }
        return taken;
    }

    private void lose(final long awayMs) {
        if (connected) {
            connected = false;
            listener.onDisconnected();
        }
        reconnect(awayMs);
    }

    private void reconnect(final long awayMs) {
        final long attempt = ++breaks;
        clock.after(awayMs + draw.between(1, 400), () -> {
            if (attempt == breaks && !closed) {
                if (shard.leads()) {
                    connected = true;
                    listener.onConnected();
                } else {
                    reconnect(0);
                }
            }
        });
    }

    /** The client finds the new leader by itself. */
    private void awaitLeader(final long attempt) {
        clock.after(draw.between(1, 200), () -> {
            if (attempt != breaks || closed) {
                return;
            }
            if (shard.leads()) {
                listener.onNewLeader();
            } else {
                awaitLeader(attempt);
            }
        });
    }

    /** Nothing odd happens from now on. */
    public void heal() {
        oddPerMille = 0;
    }

    /** Whoever used it is dead. */
    public void close() {
        closed = true;
        connected = false;
        channel.cutAfterSome().forEach(this::arrive);
    }

    /** Nothing arrives for a while. */
    public void stall(final long durationMs) {
        channel.stall(durationMs);
    }
}
