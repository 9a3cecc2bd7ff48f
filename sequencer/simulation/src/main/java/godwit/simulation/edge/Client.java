package godwit.simulation.edge;

/** Who is at the other end of a socket. */
public interface Client {
    /** A frame came. */
    void onFrame(Socket socket, byte[] frame);

    /** The socket is closed; the code is WebSocket's. */
    void onClosed(Socket socket, int code);
}
