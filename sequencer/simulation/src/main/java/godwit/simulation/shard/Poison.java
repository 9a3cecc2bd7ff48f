package godwit.simulation.shard;

import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.simulation.world.Draw;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Entries that have to be skipped: none of them says anything that could be done. */
final class Poison {
    private static final int ODD_BYTES_MAX = 400;
    private static final int SCHEMA_ID = 0x7FFF;

    private Poison() {
    }

    /** One of these kinds, made of what is in the log. */
    static byte[] of(final List<LogEntry> log, final Draw draw) {
        final List<LogEntry> commands = log.stream().filter(entry -> entry.command() != null).toList();
        final byte[] command = commands.isEmpty() ? new byte[MessageHeaderDecoder.ENCODED_LENGTH]
            : commands.get(draw.below(commands.size())).command().clone();
        return switch (draw.below(4)) {
            case 0 -> garbage(draw);
            // Shorter than what its head says its fields take.
            case 1 -> Arrays.copyOf(command, draw.below(MessageHeaderDecoder.ENCODED_LENGTH + 4));
            case 2 -> isHeaded(command) ? foreign(command) : command;
            default -> new byte[draw.below(ODD_BYTES_MAX)];
        };
    }

    private static byte[] garbage(final Draw draw) {
        final byte[] bytes = new byte[draw.below(ODD_BYTES_MAX)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) draw.below(256);
        }
        return isHeaded(bytes) ? foreign(bytes) : bytes;
    }

    private static boolean isHeaded(final byte[] bytes) {
        return bytes.length >= MessageHeaderDecoder.ENCODED_LENGTH;
    }

    private static byte[] foreign(final byte[] bytes) {
        new UnsafeBuffer(bytes).putShort(MessageHeaderDecoder.schemaIdEncodingOffset(), (short) SCHEMA_ID);
        return bytes;
    }
}
