package godwit.launch.system;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket as bytes, for frames that a proper client would not make. */
final class RawWebSocket implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;

    private static final int TIMEOUT_MS = 10_000;
    private static final int CLOSE = 8;
    private static final int LAST = 0x80;
    private static final int MASKED = 0x80;
    private static final int LENGTH_IN_TWO_BYTES = 126;
    private static final int END_OF_HEAD = 0x0d0a0d0a;

    private final Socket socket;
    private final DataInputStream in;

    /** An upgraded socket on which nothing was said yet. */
    RawWebSocket(final int port) {
        try {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(TIMEOUT_MS);
            in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream().write(("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
                + "\r\nSec-WebSocket-Version: 13\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            for (int latest = in.readInt(); latest != END_OF_HEAD;) {
                latest = latest << Byte.SIZE | in.readUnsignedByte();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes one frame, under a mask of zeros. */
    void write(final int opcode, final boolean last, final byte... payload) {
        try {
            final OutputStream out = socket.getOutputStream();
            out.write((last ? LAST : 0) | opcode);
            if (payload.length < LENGTH_IN_TWO_BYTES) {
                out.write(MASKED | payload.length);
            } else {
                out.write(MASKED | LENGTH_IN_TWO_BYTES);
                out.write(payload.length >> Byte.SIZE);
                out.write(payload.length);
            }
            out.write(new byte[Integer.BYTES]);
            out.write(payload);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code of the close frame that comes, whatever comes before it. */
    int closeCode() {
        try {
            while (true) {
                final int opcode = in.readUnsignedByte() & ~LAST;
                final int length = in.readUnsignedByte();
                final byte[] payload = new byte[length == LENGTH_IN_TWO_BYTES ? in.readUnsignedShort() : length];
                in.readFully(payload);
                if (opcode == CLOSE) {
                    return (payload[0] & 0xff) << Byte.SIZE | payload[1] & 0xff;
                }
            }
        } catch (final EOFException e) {
            return TestClient.NO_CLOSE_FRAME;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the other side lets go, though nobody answered its close frame. */
    void awaitEnd() {
        try {
            while (in.read() >= 0) {
                continue;
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
