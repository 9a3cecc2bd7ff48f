package godwit.edge.accept;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A WebSocket client that sends whatever bytes a test wants, also those that RFC 6455 forbids.
 */
final class RawWebSocket implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final int FINAL = 0x80;
    /** The connection ended without a close frame. */
    static final int NO_CLOSE_FRAME = -1;

    private static final int TIMEOUT_MS = 10_000;
    private static final byte[] MASK = {1, 2, 3, 4};

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /** A frame of the server. */
    record Frame(int opcode, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        }
    }

    RawWebSocket(final int port) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** A socket that is upgraded. */
    static RawWebSocket open(final int port) throws IOException {
        final RawWebSocket socket = new RawWebSocket(port);
        final String answer = socket.handshake("");
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new IOException(answer);
        }
        return socket;
    }

    /** A socket that is upgraded and connected. */
    static RawWebSocket connected(final int port, final String token, final String deviceId) throws IOException {
        final RawWebSocket socket = open(port);
        socket.text("{\"type\":\"CONNECT\",\"token\":\"" + token + "\",\"device_id\":\"" + deviceId + "\"}");
        final String answer = socket.read().text();
        if (!answer.startsWith("{\"type\":\"CONNECTED\"")) {
            throw new IOException(answer);
        }
        return socket;
    }

    /** Asks for the upgrade, with header lines of one's own, and gives the head of the answer. */
    String handshake(final String headers) throws IOException {
        return request("GET /ws HTTP/1.1\r\nHost: localhost:" + socket.getPort() + "\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + headers + "\r\n");
    }

    /** Sends a request and gives the head of the answer. */
    String request(final String request) throws IOException {
        out.write(request.getBytes(StandardCharsets.ISO_8859_1));
        final StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    void text(final String text) throws IOException {
        frame(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a masked frame; the first byte is sent as it is. */
    void frame(final int firstByte, final byte[] payload) throws IOException {
        raw(masked(firstByte, payload));
    }

    /** The bytes of a masked frame. */
    static byte[] masked(final int firstByte, final byte[] payload) {
        final byte[] head = head(firstByte, 0x80, payload.length);
        final byte[] frame = Arrays.copyOf(head, head.length + MASK.length + payload.length);
        System.arraycopy(MASK, 0, frame, head.length, MASK.length);
        for (int i = 0; i < payload.length; i++) {
            frame[head.length + MASK.length + i] = (byte) (payload[i] ^ MASK[i & 3]);
        }
        return frame;
    }

    /** Sends a frame that is not masked. */
    void unmasked(final int firstByte, final byte[] payload) throws IOException {
        raw(head(firstByte, 0, payload.length));
        raw(payload);
    }

    /** Sends bytes; that the server closed already is no failure. */
    void raw(final byte[] bytes) throws IOException {
        try {
            out.write(bytes);
        } catch (final SocketException e) {
            // What the server said before is read next.
        }
    }

    /** How many bytes came that were not read. */
    int available() throws IOException {
        return in.available();
    }

    Frame read() throws IOException {
        final int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        final byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(first & 15, payload);
    }

    /** Reads on until the server closes and gives its code. */
    int readCloseCode() throws IOException {
        try {
            Frame frame = read();
            while (frame.opcode() != CLOSE) {
                frame = read();
            }
            return frame.closeCode();
        } catch (final EOFException | SocketException e) {
            return NO_CLOSE_FRAME;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static byte[] head(final int firstByte, final int maskBit, final int length) {
        if (length < 126) {
            return new byte[] {(byte) firstByte, (byte) (maskBit | length)};
        }
        if (length < 1 << 16) {
            return new byte[] {(byte) firstByte, (byte) (maskBit | 126), (byte) (length >> 8), (byte) length};
        }
        return new byte[] {(byte) firstByte, (byte) (maskBit | 127), 0, 0, 0, 0,
            (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length};
    }
}
