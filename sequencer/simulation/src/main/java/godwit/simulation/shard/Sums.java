package godwit.simulation.shard;

import godwit.protocol.codecs.LinkBatchDecoder;
import godwit.protocol.codecs.LinkChatDecoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Up to which entry another shard was told of a chat what came of its entries, not these themselves. */
final class Sums {
    private static final int ALIGNMENT = 8;

    private final Map<Long, Set<ToldChat>> told = new HashMap<>();

    /** Records of a link arrive; whether they are applied is not known. */
    void onBatch(final byte[] command) {
        final UnsafeBuffer buffer = new UnsafeBuffer(command);
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, 0);
        if (header.templateId() != LinkBatchDecoder.TEMPLATE_ID) {
            return;
        }
        final int count = new LinkBatchDecoder().wrapAndApplyHeader(buffer, 0, header).count();
        int position = BitUtil.align(MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength(), ALIGNMENT);
        for (int i = 0; i < count; i++) {
            final int length = buffer.getInt(position);
            onRecord(buffer, position + Integer.BYTES);
            position = BitUtil.align(position + Integer.BYTES + length, ALIGNMENT);
        }
    }

    private void onRecord(final UnsafeBuffer buffer, final int offset) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
        if (header.templateId() == LinkChatDecoder.TEMPLATE_ID) {
            final LinkChatDecoder chat = new LinkChatDecoder().wrapAndApplyHeader(buffer, offset, header);
            if (chat.sequence() > 0) {
                told.computeIfAbsent(chat.chatId(), id -> new HashSet<>())
                    .add(new ToldChat(chat.sequence(), chat.version(), hasTimes(chat)));
            }
        }
    }

    /** That its users are in the chat already; else it is told of the chat as it was before the first of them came. */
    private static boolean hasTimes(final LinkChatDecoder chat) {
        boolean any = false;
        for (final LinkChatDecoder.MembersDecoder member : chat.members()) {
            any |= member.fromSequence() > 0;
            member.skipUserId();
        }
        return any;
    }

    /** Up to which entry of a chat it was told so; 0: of none. */
    long upTo(final long chatId, final ToLongFunction<ToldChat> reach) {
        return told.getOrDefault(chatId, Set.of()).stream().mapToLong(reach).max().orElse(0);
    }
}
