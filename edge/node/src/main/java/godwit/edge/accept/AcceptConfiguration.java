package godwit.edge.accept;

import godwit.edge.http.OriginPolicy;
import godwit.edge.session.SessionConfiguration;
import org.agrona.ErrorHandler;

/**
 * Names and limits of the sockets.
 *
 * @param host             address to bind.
 * @param port             0: any.
 * @param eventLoops       threads for sockets.
 * @param frameBytesMax    of a client's message, in one frame or many.
 * @param outboundBytesMax waiting for one socket.
 * @param connectionsMax   sockets.
 * @param origins          where requests may come from.
 * @param sessions         limits of every session.
 * @param errorHandler     hears of bugs.
 */
public record AcceptConfiguration(
    String host, int port, int eventLoops, int frameBytesMax, int outboundBytesMax, int connectionsMax,
    OriginPolicy origins, SessionConfiguration sessions, ErrorHandler errorHandler) {
    /** The path of the socket. */
    public static final String SOCKET_PATH = "/ws";
    /** The only subprotocol so far, and the default. */
    static final String SUBPROTOCOL = "godwit.json.v1";
    /** Connections that may wait to be accepted. */
    static final int BACKLOG = 1_024;
}
