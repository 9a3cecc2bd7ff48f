package godwit.simulation.edge;

/** Who is at the other end of a socket. */
public interface Client {
    /** A frame came. */
    void onFrame(Socket socket, byte[] frame);

    /** An entry comes once more before the client read it: it is left out. */
    default void onRepeated(final Socket socket, final long msgId) {
        // it has it
    }

    /** The socket is closed; the code is WebSocket's. */
    void onClosed(Socket socket, int code);
}
