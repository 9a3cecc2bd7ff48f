package godwit.core;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Copies of what shards tell each other, which last beyond the call. */
final class LinkedCopies {
    private LinkedCopies() {
    }

    static DirectBuffer copy(final DirectBuffer buffer) {
        final byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return new UnsafeBuffer(bytes);
    }

    record Member(
        DirectBuffer userId, int partition, int role, long fromSequence, long toSequence, long messages) {
    }

    record Members(List<Member> list) implements LinkedMembers {
        static Members of(final LinkedMembers from) {
            final List<Member> list = new ArrayList<>();
            for (int i = 0; i < from.count(); i++) {
                list.add(new Member(copy(from.userId(i)), from.partition(i), from.role(i), from.fromSequence(i),
                    from.toSequence(i), from.messages(i)));
            }
            return new Members(list);
        }

        @Override
        public int count() {
            return list.size();
        }

        @Override
        public DirectBuffer userId(final int index) {
            return list.get(index).userId();
        }

        @Override
        public int partition(final int index) {
            return list.get(index).partition();
        }

        @Override
        public int role(final int index) {
            return list.get(index).role();
        }

        @Override
        public long fromSequence(final int index) {
            return list.get(index).fromSequence();
        }

        @Override
        public long toSequence(final int index) {
            return list.get(index).toSequence();
        }

        @Override
        public long messages(final int index) {
            return list.get(index).messages();
        }
    }

    record Chat(
        long chatId, int kind, boolean isWide, long sequence, long messages, long version, boolean isLast,
        int memberCount, int creatorPartition, DirectBuffer createdBy, DirectBuffer deviceId, DirectBuffer clientChatId,
        DirectBuffer title) implements LinkedChat {
        static Chat of(final LinkedChat from) {
            return new Chat(from.chatId(), from.kind(), from.isWide(), from.sequence(), from.messages(),
                from.version(), from.isLast(), from.memberCount(), from.creatorPartition(), copy(from.createdBy()),
                copy(from.deviceId()), copy(from.clientChatId()), copy(from.title()));
        }
    }

    record Entry(
        long chatId, long msgId, long sequence, long timestampMs, long senderOrdinal, long messageOrdinal,
        int contentKind, DirectBuffer senderId, DirectBuffer clientMsgId, DirectBuffer body, int senderPartition,
        long deviceHash, int changeKind, int role, boolean isWide, long version, int memberCount, DirectBuffer title)
        implements LinkedEntry {
        static Entry of(final LinkedEntry from) {
            return new Entry(from.chatId(), from.msgId(), from.sequence(), from.timestampMs(), from.senderOrdinal(),
                from.messageOrdinal(), from.contentKind(), copy(from.senderId()), copy(from.clientMsgId()),
                copy(from.body()), from.senderPartition(), from.deviceHash(), from.changeKind(), from.role(),
                from.isWide(), from.version(), from.memberCount(), copy(from.title()));
        }
    }
}
