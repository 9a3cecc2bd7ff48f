package godwit.simulation;

import godwit.journal.write.Table;
import godwit.journal.write.Write;
import godwit.protocol.ChatIds;
import godwit.protocol.codecs.AcknowledgeDecoder;
import godwit.protocol.codecs.AcknowledgeDecoder.AcknowledgementsDecoder;
import godwit.protocol.codecs.ChatRowDecoder;
import godwit.protocol.codecs.ChatRowEncoder;
import godwit.protocol.codecs.ConfigureDecoder;
import godwit.protocol.codecs.ConfigureEncoder;
import godwit.protocol.codecs.HistoryPageDecoder;
import godwit.protocol.codecs.HistoryPageEncoder;
import godwit.protocol.codecs.MessageDeliveryDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.protocol.codecs.ReadHistoryDecoder;
import godwit.protocol.codecs.ReadHistoryEncoder;
import godwit.protocol.codecs.ReceiptDecoder;
import godwit.protocol.codecs.ReceiptEncoder;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.SendDecoder;
import godwit.protocol.codecs.SendEncoder;
import godwit.protocol.codecs.SentDecoder;
import godwit.protocol.codecs.SentEncoder;
import godwit.sequencer.pipeline.Output;
import godwit.sequencer.pipeline.OutputKind;
import godwit.simulation.fault.Sabotage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;

/** A deliberate fault that the simulation's checker must find. */
enum Mutant {
    /** Now and then an entry is not pushed, and the next one does not say that one is missing. */
    SKIPPED_DELIVERY(() -> new Deliveries() {
        @Override
        boolean onMessage(final Output output, final long number) {
            setPrevious(output, 0);
            return number % 10 != 0;
        }
    }),
    /** An entry is pushed with the sequence after its own. */
    WRONG_SEQUENCE(() -> new Deliveries() {
        @Override
        boolean onMessage(final Output output, final long number) {
            final long sequence = output.bytes.getLong(HEADER + 24);
            output.bytes.putLong(HEADER + 24, number % 10 == 0 ? sequence + 1 : sequence);
            return true;
        }
    }),
    /** Two pushes of a chat to a device change places. */
    REORDERED_DELIVERIES(Reordered::new),
    /** An entry goes to a session of somebody else. */
    MISDIRECTED_DELIVERY(Misdirected::new),
    /** The shard has one more in flight than it tells. */
    WINDOW_TOO_WIDE(() -> new Sabotage() {
        @Override
        public List<byte[]> commands(final byte[] command) {
            final UnsafeBuffer buffer = new UnsafeBuffer(command);
            if (template(buffer) == ConfigureDecoder.TEMPLATE_ID) {
                final int at = HEADER + ConfigureEncoder.unacknowledgedMaxEncodingOffset();
                buffer.putInt(at, buffer.getInt(at) + 1);
            }
            return List.of(command);
        }
    }),
    /** Two sends of a connection to a chat change places, and neither says what it follows. */
    SWAPPED_SENDS(SwappedSends::new),
    /** A retry is not known: it takes a second place under another key. */
    FORGOTTEN_KEY(() -> new Sabotage() {
        private long sends;

        @Override
        public List<byte[]> commands(final byte[] command) {
            if (template(new UnsafeBuffer(command)) != SendDecoder.TEMPLATE_ID || ++sends % 10 != 0) {
                return List.of(command);
            }
            return List.of(command, underAnotherKey(command));
        }
    }),
    /** A leader answers before most members have it what it answers, and that is lost with it. */
    ANSWERED_UNCOMMITTED(() -> new Sabotage() {
        @Override
        public int answeredUncommitted() {
            return Integer.MAX_VALUE;
        }
    }),
    /** An acknowledgement is answered OK and moves nothing. */
    FORGOTTEN_ACKNOWLEDGEMENT(() -> new Sabotage() {
        @Override
        public List<byte[]> commands(final byte[] command) {
            final UnsafeBuffer buffer = new UnsafeBuffer(command);
            if (template(buffer) == AcknowledgeDecoder.TEMPLATE_ID) {
                forget(buffer);
            }
            return List.of(command);
        }
    }),
    /** An answer tells a time before the one of the message. */
    TIME_GOES_BACK(() -> new Answers(SentDecoder.TEMPLATE_ID) {
        @Override
        void change(final UnsafeBuffer bytes) {
            final SentDecoder was = new SentDecoder().wrapAndApplyHeader(bytes, 0, new MessageHeaderDecoder());
            new SentEncoder().wrapAndApplyHeader(bytes, 0, new MessageHeaderEncoder())
                .timestampMs(was.timestampMs() - 1);
        }
    }),
    /** A receipt says that somebody came further than they did. */
    RECEIPT_AHEAD(() -> new Answers(ReceiptDecoder.TEMPLATE_ID) {
        @Override
        void change(final UnsafeBuffer bytes) {
            bytes.putLong(HEADER + ReceiptEncoder.sequenceEncodingOffset(),
                bytes.getLong(HEADER + ReceiptEncoder.sequenceEncodingOffset()) + 1);
        }
    }),
    /** A chat's row counts one unread message too many. */
    UNREAD_OFF_BY_ONE(() -> new Answers(ChatRowDecoder.TEMPLATE_ID) {
        @Override
        void change(final UnsafeBuffer bytes) {
            bytes.putInt(HEADER + ChatRowEncoder.unreadEncodingOffset(),
                bytes.getInt(HEADER + ChatRowEncoder.unreadEncodingOffset()) + 1);
        }
    }),
    /** History ends where the journal is. */
    HISTORY_OF_THE_JOURNALED(() -> new Answers(HistoryPageDecoder.TEMPLATE_ID) {
        @Override
        void change(final UnsafeBuffer bytes) {
            bytes.putLong(HEADER + HistoryPageEncoder.toSequenceEncodingOffset(),
                bytes.getLong(HEADER + HistoryPageEncoder.spoolAboveSequenceEncodingOffset()));
        }
    }),
    /** A page of history begins with its bound. */
    HISTORY_REPEATS_ITS_BOUND(() -> new Sabotage() {
        @Override
        public List<byte[]> commands(final byte[] command) {
            final UnsafeBuffer buffer = new UnsafeBuffer(command);
            if (template(buffer) == ReadHistoryDecoder.TEMPLATE_ID) {
                move(buffer, HEADER + ReadHistoryEncoder.afterSequenceEncodingOffset(), -1);
                move(buffer, HEADER + ReadHistoryEncoder.beforeSequenceEncodingOffset(), 1);
            }
            return List.of(command);
        }

        private static void move(final UnsafeBuffer buffer, final int at, final long by) {
            final long bound = buffer.getLong(at);
            buffer.putLong(at, bound > 0 ? bound + by : bound);
        }
    }),
    /** Now and then a message is not written to the table, and answered as if it were. */
    LOST_WRITE(() -> new Sabotage() {
        private long writes;

        @Override
        public List<Write> writes(final List<Write> all) {
            final List<Write> kept = new ArrayList<>(all);
            kept.removeIf(write -> write.table() == Table.MESSAGE && ++writes % 20 == 0);
            return kept;
        }
    }),
    /** Now and then a text is stored with another last letter. */
    OTHER_BODY_STORED(() -> new Sabotage() {
        private long writes;

        @Override
        public List<Write> writes(final List<Write> all) {
            return all.stream().map(write -> write.table() == Table.MESSAGE && ++writes % 20 == 0 ? changed(write) : write)
                .toList();
        }

        private static Write changed(final Write write) {
            final List<Object> values = new ArrayList<>(write.values());
            values.replaceAll(value -> value == write.values().get(9) && value instanceof String text && !text.isEmpty()
                ? text.substring(0, text.length() - 1) + "?" : value);
            return new Write(write.table(), write.partition(), write.writeTimeUs(), values);
        }
    }),
    /** Rows of inbox are not written, and answered as if they were. */
    INBOX_ROWS_LOST(() -> new Sabotage() {
        @Override
        public List<Write> writes(final List<Write> all) {
            return all.stream().filter(write -> write.table() != Table.INBOX).toList();
        }
    }),
    /** Messages are written to another chat, too, which is not there. */
    ROWS_INVENTED(() -> new Sabotage() {
        @Override
        public List<Write> writes(final List<Write> all) {
            final List<Write> more = new ArrayList<>(all);
            all.stream().filter(write -> write.table() == Table.MESSAGE).forEach(write -> {
                final List<Object> values = new ArrayList<>(write.values());
                values.set(0, ChatIds.format(1));
                more.add(new Write(write.table(), write.partition(), write.writeTimeUs(), values));
            });
            return more;
        }
    }),
    /** The journal stores a progress that its writes have not reached: what is between is gone when it dies. */
    CHECKPOINT_AHEAD(() -> new Sabotage() {
        @Override
        public long progress(final long outputSequence) {
            return outputSequence + 40;
        }
    }),
    /** A snapshot that is read has one byte changed. */
    DAMAGED_SNAPSHOT(() -> new Sabotage() {
        @Override
        public byte[] chunk(final byte[] chunk) {
            final byte[] damaged = chunk.clone();
            damaged[chunk.length - 1] ^= 1;
            return damaged;
        }
    });

    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    private final Supplier<Sabotage> sabotage;

    Mutant(final Supplier<Sabotage> sabotage) {
        this.sabotage = sabotage;
    }

    Sabotage sabotage() {
        return sabotage.get();
    }

    private static int template(final UnsafeBuffer buffer) {
        return new MessageHeaderDecoder().wrap(buffer, 0).templateId();
    }

    private static boolean is(final Output output, final int templateId) {
        return output.live && output.kind == OutputKind.DELIVERY && template(output.bytes) == templateId;
    }

    private static void forget(final UnsafeBuffer command) {
        final int length = AcknowledgementsDecoder.sbeBlockLength();
        int at = HEADER + AcknowledgeDecoder.BLOCK_LENGTH;
        final int count = command.getShort(at + Short.BYTES);
        at += AcknowledgementsDecoder.sbeHeaderSize();
        for (int i = 0; i < count; i++, at += length) {
            if (command.getLong(at + AcknowledgementsDecoder.correlationIdEncodingOffset()) != 0) {
                command.putByte(at + AcknowledgementsDecoder.statusEncodingOffset(),
                    (byte) ReceiptStatus.DELIVERED_UNPUSHED.value());
            }
        }
    }

    private static byte[] underAnotherKey(final byte[] command) {
        return alone(command, "x", 0);
    }

    /** A send that does not say what it follows. */
    private static byte[] alone(final byte[] command, final String suffix, final long correlationId) {
        final SendDecoder send = sendOf(command);
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[command.length + 16]);
        final SendEncoder encoder = new SendEncoder().wrapAndApplyHeader(copy, 0, new MessageHeaderEncoder())
            .edgeId(send.edgeId()).correlationId(correlationId).chatId(send.chatId()).contentKind(send.contentKind())
            .session(send.session()).senderId(send.senderId()).deviceId(send.deviceId())
            .clientMsgId(send.clientMsgId() + suffix);
        final byte[] body = new byte[send.bodyLength()];
        send.getBody(body, 0, body.length);
        encoder.putBody(body, 0, body.length).afterClientMsgId("");
        return copy.byteArray();
    }

    private static SendDecoder sendOf(final byte[] command) {
        return new SendDecoder().wrapAndApplyHeader(new UnsafeBuffer(command), 0, new MessageHeaderDecoder());
    }

    private static int targets(final Output output) {
        return HEADER + MessageDeliveryDecoder.BLOCK_LENGTH;
    }

    private static void setPrevious(final Output output, final long sequence) {
        for (int i = output.bytes.getShort(targets(output) + 2) - 1; i >= 0; i--) {
            output.bytes.putLong(targets(output) + 4 + i * MessageDeliveryDecoder.TargetsDecoder.sbeBlockLength() + 8, sequence);
        }
    }

    /** Holds a send back until the next command, and lets that one pass first if it is a send of the same way. */
    private static final class SwappedSends implements Sabotage {
        private byte[] held;

        @Override
        public List<byte[]> commands(final byte[] command) {
            final byte[] before = held;
            held = null;
            final boolean send = template(new UnsafeBuffer(command)) == SendDecoder.TEMPLATE_ID;
            if (before == null) {
                held = send ? command : null;
                return send ? List.of() : List.of(command);
            }
            return send && way(before).equals(way(command)) ? List.of(
                alone(command, "", sendOf(command).correlationId()), alone(before, "", sendOf(before).correlationId()))
                : List.of(before, command);
        }

        private static List<Long> way(final byte[] command) {
            return List.of(sendOf(command).session(), sendOf(command).chatId());
        }
    }

    /** Meddles with pushed entries. */
    private abstract static class Deliveries implements Sabotage {
        private long number;

        /** Whether it stays. */
        abstract boolean onMessage(Output output, long number);

        @Override
        public void outputs(final List<Output> outputs) {
            outputs.removeIf(output -> is(output, MessageDeliveryDecoder.TEMPLATE_ID) && !onMessage(output, ++number));
        }
    }

    /** Meddles with each answer of a kind. */
    private abstract static class Answers implements Sabotage {
        private final int templateId;

        Answers(final int templateId) {
            this.templateId = templateId;
        }

        abstract void change(UnsafeBuffer bytes);

        @Override
        public void outputs(final List<Output> outputs) {
            outputs.stream().filter(output -> is(output, templateId)).forEach(output -> change(output.bytes));
        }
    }

    /** Lets two entries of a chat for one session change places, where one command leads to both. */
    private static final class Reordered implements Sabotage {
        @Override
        public void outputs(final List<Output> outputs) {
            for (int i = 1; i < outputs.size(); i++) {
                final Output first = outputs.get(i - 1);
                final Output second = outputs.get(i);
                if (is(first, MessageDeliveryDecoder.TEMPLATE_ID) && is(second, MessageDeliveryDecoder.TEMPLATE_ID)
                    && first.bytes.getLong(HEADER + 8) == second.bytes.getLong(HEADER + 8)) {
                    setPrevious(first, 0);
                    setPrevious(second, 0);
                    outputs.set(i - 1, second);
                    outputs.set(i, first);
                    i++;
                }
            }
        }
    }

    /** Sends an entry to the session that the edge's delivery before it was for. */
    private static final class Misdirected implements Sabotage {
        private final Map<Long, Long> sessions = new HashMap<>();

        @Override
        public void outputs(final List<Output> outputs) {
            for (final Output output : outputs) {
                if (is(output, MessageDeliveryDecoder.TEMPLATE_ID)) {
                    final int at = targets(output) + 4;
                    final Long before = sessions.put(output.edgeId, output.bytes.getLong(at));
                    if (before != null) {
                        output.bytes.putLong(at, before);
                        setPrevious(output, 0);
                    }
                }
            }
        }
    }
}
