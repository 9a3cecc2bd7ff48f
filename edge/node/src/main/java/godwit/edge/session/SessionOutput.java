package godwit.edge.session;

/**
 * A session's way out to its socket. Bounded: what does not fit closes the connection, or is dropped if it comes again.
 */
public interface SessionOutput {
    /**
     * Writes a frame, which is copied.
     *
     * @param bytes  hold it from 0 on.
     * @param length in bytes.
     */
    void write(byte[] bytes, int length);

    /**
     * Writes a frame that is never changed after.
     *
     * @param frame the frame.
     */
    void write(byte[] frame);

    /**
     * Writes an entry of a chat, unless its socket is too slow, or the very entry still waits for it.
     *
     * @param frame the frame, never changed after.
     * @param msgId the entry's id.
     * @return false if this and all further entries are dropped until {@link #restarted()}.
     */
    boolean writeEntry(byte[] frame, long msgId);

    /**
     * Writes a frame that is not missed, unless anything much waits for the socket, or for all.
     *
     * @param frame the frame, never changed after.
     */
    void writeFleeting(byte[] frame);

    /** Entries may be written again. */
    void restarted();

    /**
     * Whether to read further frames.
     *
     * @param on false: what arrives waits in the socket.
     */
    void reading(boolean on);

    /**
     * Writes a close frame and closes the socket after it.
     *
     * @param code   of the close frame.
     * @param reason for a developer.
     */
    void close(int code, String reason);
}
