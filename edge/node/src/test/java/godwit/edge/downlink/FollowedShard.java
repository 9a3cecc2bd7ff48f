package godwit.edge.downlink;

import godwit.protocol.codecs.AcknowledgeDecoder;
import godwit.protocol.codecs.AttachDecoder;
import godwit.protocol.codecs.DetachDecoder;
import godwit.protocol.codecs.EdgeKeepAliveDecoder;
import godwit.protocol.codecs.EdgeOpenDecoder;
import godwit.protocol.codecs.LaggingDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.ResyncDecoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.agrona.DirectBuffer;

/**
 * A shard as an edge has to take it: it names sessions, or has them follow a chat's subscription, as the seed will, and
 * believes what it is told. Single-threaded.
 */
final class FollowedShard {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int WINDOW = 6;
    private static final int SUBSCRIBED_MAX = 3;
    private static final long REDELIVER_MS = 5_000;

    private final Random random;
    private final StringBuilder log;
    private final FramesUnderWay frames;
    private final List<SimulatedClient> clients;
    private final List<Cursor> cursors = new ArrayList<>();
    private final long[] last;
    private final boolean[] narrow;
    private long sessions = 100;
    private long epoch;
    private long nowMs;

    /** One chat of one client's device, as the shard knows it. */
    private static final class Cursor {
        private final SimulatedClient client;
        private final int chat;
        private final Set<Long> own = new HashSet<>();
        private long end = NEVER;
        private long acknowledged;
        private long pushed;
        private long previous;
        private long pushedMs;
        private boolean isFollowing;

        private Cursor(final SimulatedClient client, final int chat) {
            this.client = client;
            this.chat = chat;
        }

        private void restart() {
            pushed = acknowledged;
            previous = 0;
        }
    }

    FollowedShard(
        final Random random, final StringBuilder log, final FramesUnderWay frames, final List<SimulatedClient> clients,
        final int chats) {
        this.random = random;
        this.log = log;
        this.frames = frames;
        this.clients = clients;
        last = new long[chats];
        narrow = new boolean[chats];
        for (final SimulatedClient client : clients) {
            for (int chat = 0; chat < chats; chat++) {
                cursors.add(new Cursor(client, chat));
            }
        }
    }

    private void say(final String what) {
        log.append(nowMs).append(' ').append(what).append('\n');
    }

    private boolean oneIn(final int n) {
        return random.nextInt(n) == 0;
    }

    /** Some time passed: what was named and met with silence is pushed again. */
    void onTime(final long now) {
        nowMs = now;
        redeliver();
    }

    private void redeliver() {
        for (final Cursor cursor : cursors) {
            if (!cursor.isFollowing && cursor.pushed > cursor.acknowledged && nowMs - cursor.pushedMs > REDELIVER_MS) {
                restart(cursor);
            }
        }
    }

    /** What is not acknowledged by whom, or null if nothing is. */
    String undelivered() {
        return cursors.stream().filter(cursor -> cursor.acknowledged != lastOf(cursor)).findFirst().map(cursor ->
            "client=" + cursor.client.connectionId + " chat=" + cursor.chat + " acknowledged=" + cursor.acknowledged
                + " of=" + lastOf(cursor) + " following=" + cursor.isFollowing).orElse(null);
    }

    /** Of somebody all of a chat is pushed again. */
    void restartSome() {
        final Cursor cursor = cursors.get(random.nextInt(cursors.size()));
        say("silence " + cursor.client.connectionId + " " + cursor.chat);
        restart(cursor);
    }

    /** Somebody leaves a chat. */
    void removeSome() {
        remove(cursors.get(random.nextInt(cursors.size())));
    }

    void widen(final int chat) {
        narrow[chat] = !narrow[chat];
        say((narrow[chat] ? "narrow " : "wide ") + chat);
        if (narrow[chat]) {
            frames.unsubscribed(0, chat);
            cursors.stream().filter(cursor -> cursor.chat == chat)
                .forEach(cursor -> end(cursor, lastOf(cursor)));
        }
    }

    private long lastOf(final Cursor cursor) {
        return Math.min(last[cursor.chat], cursor.end);
    }

    /** An entry, sometimes of one of the clients. */
    void publish(final int chat) {
        final long sequence = ++last[chat];
        final SimulatedClient sender = oneIn(4) ? clients.get(random.nextInt(clients.size())) : null;
        final FramesUnderWay.Named named = new FramesUnderWay.Named();
        boolean subscribed = false;
        for (final Cursor cursor : cursors) {
            if (cursor.chat == chat && sequence <= cursor.end) {
                subscribed |= cursor.isFollowing;
                deliver(cursor, sequence, cursor.client == sender, named);
            }
        }
        say("entry " + chat + "/" + sequence + (sender == null ? "" : " of " + sender.connectionId) + named);
        frames.message(chat, sequence, named, subscribed);
    }

    private void deliver(final Cursor cursor, final long sequence, final boolean own, final FramesUnderWay.Named named) {
        if (own) {
            cursor.own.add(sequence);
            cursor.client.own(cursor.chat, sequence);
            // Also when it does not follow to the shard's knowledge, again.
            named.pass(cursor.client.session);
            passOwn(cursor);
        } else if (!cursor.isFollowing && cursor.client.session != 0 && cursor.pushed == sequence - 1 && room(cursor) > 0) {
            target(cursor, sequence, named);
        }
    }

    private void target(final Cursor cursor, final long sequence, final FramesUnderWay.Named named) {
        final boolean live = !narrow[cursor.chat] && cursor.end == NEVER && sequence == last[cursor.chat] && oneIn(2);
        named.add(cursor.client.session, cursor.previous, live);
        cursor.pushed = sequence;
        cursor.previous = sequence;
        cursor.pushedMs = nowMs;
        cursor.isFollowing = live;
    }

    private void passOwn(final Cursor cursor) {
        while (cursor.own.contains(cursor.acknowledged + 1)) {
            cursor.acknowledged++;
        }
        cursor.pushed = Math.max(cursor.pushed, cursor.acknowledged);
    }

    private long room(final Cursor cursor) {
        return WINDOW - cursors.stream().filter(other -> other.client == cursor.client && !other.isFollowing)
            .mapToLong(other -> other.pushed - other.acknowledged).sum();
    }

    private void drain(final SimulatedClient client) {
        for (final Cursor cursor : cursors) {
            while (cursor.client == client && client.session != 0 && !cursor.isFollowing
                && cursor.pushed < lastOf(cursor) && room(cursor) > 0) {
                final long sequence = cursor.pushed + 1;
                if (cursor.own.contains(sequence)) {
                    cursor.pushed = sequence;
                } else if (oneIn(12)) {
                    stored(cursor, Math.min(lastOf(cursor), cursor.pushed + 1 + random.nextInt((int) room(cursor))));
                } else {
                    final FramesUnderWay.Named named = new FramesUnderWay.Named();
                    target(cursor, sequence, named);
                    frames.message(cursor.chat, sequence, named, false);
                }
            }
        }
    }

    private void stored(final Cursor cursor, final long to) {
        say("stored " + cursor.client.session + " " + cursor.chat + "/" + (cursor.pushed + 1) + ".." + to);
        frames.stored(cursor.client.session, cursor.chat, cursor.previous, cursor.pushed + 1, to);
        cursor.pushed = to;
        cursor.previous = to;
        cursor.pushedMs = nowMs;
    }

    /** It follows no more, if it did; it was handed everything up to there. */
    private void end(final Cursor cursor, final long handed) {
        if (cursor.isFollowing) {
            cursor.isFollowing = false;
            cursor.pushed = Math.max(handed, cursor.acknowledged);
            cursor.previous = handed;
            cursor.pushedMs = nowMs;
        }
    }

    private void restart(final Cursor cursor) {
        cursor.isFollowing = false;
        cursor.restart();
        drain(cursor.client);
    }

    private void remove(final Cursor cursor) {
        if (cursor.end == NEVER) {
            publish(cursor.chat);
            cursor.end = last[cursor.chat];
            cursor.client.end(cursor.chat, cursor.end);
            say("removed " + cursor.client.connectionId + " " + cursor.chat + " at " + cursor.end);
            // Also when it does not follow to the shard's knowledge: its edge may believe so.
            if (cursor.client.session != 0) {
                frames.unsubscribed(cursor.client.session, cursor.chat);
            }
            end(cursor, cursor.end);
        }
    }

    private Cursor cursor(final long session, final long chat) {
        final Cursor found = cursors.stream()
            .filter(cursor -> cursor.client.session == session && cursor.chat == chat - 1).findFirst().orElse(null);
        if (found == null) {
            refuse(session);
        }
        return found;
    }

    void onCommand(final DirectBuffer command) {
        final MessageHeaderDecoder head = new MessageHeaderDecoder().wrap(command, 0);
        switch (head.templateId()) {
            case EdgeOpenDecoder.TEMPLATE_ID -> onEdgeOpen();
            case EdgeKeepAliveDecoder.TEMPLATE_ID -> onKeepAlive(
                new EdgeKeepAliveDecoder().wrapAndApplyHeader(command, 0, head).epoch());
            case AttachDecoder.TEMPLATE_ID -> onAttach(new AttachDecoder().wrapAndApplyHeader(command, 0, head));
            case AcknowledgeDecoder.TEMPLATE_ID -> new AcknowledgeDecoder().wrapAndApplyHeader(command, 0, head)
                .acknowledgements().forEach(one -> onAcknowledge(one.session(), one.chatId(), one.sequence()));
            case DetachDecoder.TEMPLATE_ID -> onDetach(new DetachDecoder().wrapAndApplyHeader(command, 0, head).session());
            case LaggingDecoder.TEMPLATE_ID -> new LaggingDecoder().wrapAndApplyHeader(command, 0, head)
                .subscriptions().forEach(one -> onLagging(one.session(), one.chatId(), one.sequence()));
            case ResyncDecoder.TEMPLATE_ID -> new ResyncDecoder().wrapAndApplyHeader(command, 0, head)
                .sessions().forEach(one -> onResync(one.session()));
            default -> {
            }
        }
    }

    private void onEdgeOpen() {
        say("opened");
        clients.forEach(client -> client.session = 0);
        cursors.forEach(cursor -> cursor.isFollowing = false);
        frames.opened(++epoch, SUBSCRIBED_MAX, REDELIVER_MS);
    }

    private void onKeepAlive(final long ofEpoch) {
        if (ofEpoch == epoch) {
            frames.done();
        }
    }

    private void onAttach(final AttachDecoder attach) {
        if (attach.epoch() != epoch) {
            return;
        }
        final SimulatedClient client = clients.get((int) attach.connectionId() - 1);
        client.session = ++sessions;
        say("session " + client.connectionId + " " + client.session);
        frames.attached(attach.correlationId(), client.connectionId, client.session);
        cursors.stream().filter(cursor -> cursor.client == client).forEach(cursor -> {
            cursor.isFollowing = false;
            cursor.restart();
        });
        drain(client);
    }

    private void onDetach(final long session) {
        say("detach " + session);
        for (final Cursor cursor : cursors) {
            if (cursor.client.session == session) {
                cursor.isFollowing = false;
                cursor.restart();
            }
        }
        clients.stream().filter(client -> client.session == session).forEach(client -> client.session = 0);
    }

    private void refuse(final long session) {
        say("stale " + session);
        frames.stale(session);
    }

    private void onAcknowledge(final long session, final long chat, final long sequence) {
        final Cursor cursor = cursor(session, chat);
        if (cursor != null) {
            say("acknowledged " + session + " " + (chat - 1) + "/" + sequence);
            cursor.acknowledged = Math.max(cursor.acknowledged, sequence);
            passOwn(cursor);
            drain(cursor.client);
        }
    }

    private void onLagging(final long session, final long chat, final long sequence) {
        final Cursor cursor = cursor(session, chat);
        if (cursor == null) {
            return;
        }
        say("lagging " + session + " " + (chat - 1) + "/" + sequence);
        if (sequence < 0) {
            restart(cursor);
            return;
        }
        end(cursor, sequence);
        if (Math.max(sequence, cursor.acknowledged) < cursor.pushed) {
            cursor.pushed = Math.max(sequence, cursor.acknowledged);
            cursor.previous = sequence;
        }
        drain(cursor.client);
    }

    private void onResync(final long session) {
        frames.resynced(session);
        for (final Cursor cursor : cursors) {
            if (cursor.client.session == session) {
                say("resync " + session + " " + cursor.chat);
                cursor.isFollowing = false;
                cursor.restart();
            }
        }
        if (clients.stream().noneMatch(client -> client.session == session)) {
            refuse(session);
        }
        clients.stream().filter(client -> client.session == session).forEach(this::drain);
    }
}
