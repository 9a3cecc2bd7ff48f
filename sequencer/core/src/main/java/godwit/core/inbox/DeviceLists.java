package godwit.core.inbox;

import godwit.core.CoreListener;
import godwit.core.sessions.Edges;
import godwit.core.sessions.Sessions;
import godwit.core.users.UserTables;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Answers which devices a user has, and forgets one at the user's wish. */
final class DeviceLists {
    private final CoreListener listener;
    private final UserTables tables;
    private final Edges edges;
    private final Sessions sessions;
    private final Attachments attachments;
    private final UnsafeBuffer deviceName = new UnsafeBuffer(0, 0);

    DeviceLists(
        final CoreListener listener, final UserTables tables, final Edges edges, final Sessions sessions,
        final Attachments attachments) {
        this.listener = listener;
        this.tables = tables;
        this.edges = edges;
        this.sessions = sessions;
        this.attachments = attachments;
    }

    void list(final int session, final long correlationId) {
        final long edgeId = edges.id(sessions.edge(session));
        final int user = tables.devices().user(sessions.device(session));
        int count = 0;
        for (int device = tables.devices().ofUser().first(user); device != 0;
            device = tables.devices().ofUser().next(device)) {
            final int own = tables.devices().session(device);
            final boolean connected = own != 0 && sessions.isLive(own);
            listener.onDevice(
                edgeId, correlationId, tables.devices().wrapName(device, deviceName),
                connected, attachments.seenMs(device));
            count++;
        }
        listener.onDevicesPage(edgeId, correlationId, count);
    }

    void remove(final int session, final long correlationId, final DirectBuffer deviceId) {
        final int user = tables.devices().user(sessions.device(session));
        final int device = tables.devices().find(user, deviceId);
        listener.onDone(edges.id(sessions.edge(session)), correlationId);
        if (device != 0) {
            attachments.forget(device);
        }
    }
}
