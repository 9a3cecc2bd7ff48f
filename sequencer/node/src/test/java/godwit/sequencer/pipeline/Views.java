package godwit.sequencer.pipeline;

import godwit.core.Changes;
import godwit.core.ChatRowView;
import godwit.core.ChatView;
import godwit.core.Content;
import godwit.core.EntryView;
import godwit.core.InboxEntries;
import godwit.core.LinkedChat;
import godwit.core.LinkedEntry;
import godwit.core.LinkedMembers;
import godwit.core.MemberChanges;
import godwit.core.Targets;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What the core shows its listener, with every field another number. */
final class Views {
    private Views() {
    }

    static DirectBuffer text(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    static Targets targets(final int count) {
        final Targets targets = new Targets();
        for (int i = 0; i < count; i++) {
            targets.add(0x1101 + i, 0x1201 + i, i % 2 == 1);
        }
        return targets;
    }

    static InboxEntries inbox(final int count) {
        final InboxEntries entries = new InboxEntries();
        for (int i = 0; i < count; i++) {
            entries.add(0x2101 + i, 0x2201 + i, 0x2301 + i);
        }
        return entries;
    }

    /**
     * A message.
     *
     * @param senderId    who sent it.
     * @param clientMsgId the sender's key.
     * @param body        what it says.
     */
    record Entry(DirectBuffer senderId, DirectBuffer clientMsgId, DirectBuffer body) implements EntryView {
        @Override
        public long chatId() {
            return 0x3101;
        }

        @Override
        public long msgId() {
            return 0x3102;
        }

        @Override
        public long sequence() {
            return 0x3103;
        }

        @Override
        public long timestampMs() {
            return 0x3104;
        }

        @Override
        public long senderOrdinal() {
            return 0x3105;
        }

        @Override
        public long messageOrdinal() {
            return 0x3106;
        }

        @Override
        public int contentKind() {
            return Content.CHANGE;
        }
    }

    /**
     * Members of a chat that came or went.
     *
     * @param userId of each.
     * @param count  how many.
     */
    record Members(DirectBuffer userId, int count) implements MemberChanges {
        @Override
        public DirectBuffer userId(final int index) {
            return userId;
        }

        @Override
        public int role(final int index) {
            return index == 0 ? GONE : ChatView.ADMIN;
        }
    }

    /**
     * A chat.
     *
     * @param members      its members, all listed.
     * @param clientChatId the creator's key.
     * @param title        its title.
     */
    record Chat(DirectBuffer[] members, DirectBuffer clientChatId, DirectBuffer title) implements ChatView {
        @Override
        public long chatId() {
            return 0x4101;
        }

        @Override
        public int kind() {
            return GROUP;
        }

        @Override
        public long version() {
            return 0x4102;
        }

        @Override
        public int memberCount() {
            return 0x4103;
        }

        @Override
        public int listedCount() {
            return members.length;
        }

        @Override
        public DirectBuffer memberId(final int index) {
            return members[index];
        }

        @Override
        public int memberRole(final int index) {
            return index == 0 ? ADMIN : MEMBER;
        }

        @Override
        public DirectBuffer createdBy() {
            return members[0];
        }
    }

    /**
     * A row of a list of chats.
     *
     * @param peerId    the other one.
     * @param title     its title.
     * @param lastEntry the last message, or null.
     */
    record Row(DirectBuffer peerId, DirectBuffer title, EntryView lastEntry) implements ChatRowView {
        @Override
        public long chatId() {
            return 0x5101;
        }

        @Override
        public int kind() {
            return ChatView.DIRECT;
        }

        @Override
        public long version() {
            return 0x5102;
        }

        @Override
        public int memberCount() {
            return 0x5103;
        }

        @Override
        public boolean member() {
            return true;
        }

        @Override
        public int role() {
            return ChatView.MEMBER;
        }

        @Override
        public long lastSequence() {
            return 0x5104;
        }

        @Override
        public long deliveredSequence() {
            return 0x5105;
        }

        @Override
        public long readSequence() {
            return 0x5106;
        }

        @Override
        public long peersDeliveredSequence() {
            return 0x5107;
        }

        @Override
        public long peersReadSequence() {
            return 0x5108;
        }

        @Override
        public int unread() {
            return 0x5109;
        }
    }

    /**
     * Members as shards tell each other of them.
     *
     * @param userId of each.
     * @param count  how many.
     */
    record LinkMembers(DirectBuffer userId, int count) implements LinkedMembers {
        @Override
        public DirectBuffer userId(final int index) {
            return userId;
        }

        @Override
        public int partition(final int index) {
            return 0x601 + index;
        }

        @Override
        public int role(final int index) {
            return index == 0 ? ChatView.ADMIN : ChatView.MEMBER;
        }

        @Override
        public long fromSequence(final int index) {
            return 0x6102 + index;
        }

        @Override
        public long toSequence(final int index) {
            return 0x6203 + index;
        }

        @Override
        public long messages(final int index) {
            return 0x6304 + index;
        }
    }

    /**
     * A chat as shards tell each other of it.
     *
     * @param createdBy    who created it.
     * @param deviceId     the creator's device.
     * @param clientChatId the creator's key.
     * @param title        its title.
     */
    record LinkChat(
        DirectBuffer createdBy, DirectBuffer deviceId, DirectBuffer clientChatId, DirectBuffer title)
        implements LinkedChat {
        @Override
        public long chatId() {
            return 0x7101;
        }

        @Override
        public int kind() {
            return ChatView.GROUP;
        }

        @Override
        public boolean isWide() {
            return true;
        }

        @Override
        public long sequence() {
            return 0x7102;
        }

        @Override
        public long messages() {
            return 0x7103;
        }

        @Override
        public long version() {
            return 0x7104;
        }

        @Override
        public boolean isLast() {
            return true;
        }

        @Override
        public int memberCount() {
            return 0x7105;
        }

        @Override
        public int creatorPartition() {
            return 0x706;
        }
    }

    /**
     * A change as shards send it.
     *
     * @param senderId    who asked for it.
     * @param clientMsgId the sender's key.
     * @param title       the new title.
     * @param body        what it says.
     */
    record LinkEntry(DirectBuffer senderId, DirectBuffer clientMsgId, DirectBuffer title, DirectBuffer body)
        implements LinkedEntry {
        @Override
        public long chatId() {
            return 0x8101;
        }

        @Override
        public long msgId() {
            return 0x8102;
        }

        @Override
        public long sequence() {
            return 0x8103;
        }

        @Override
        public long timestampMs() {
            return 0x8104;
        }

        @Override
        public long senderOrdinal() {
            return 0x8105;
        }

        @Override
        public long messageOrdinal() {
            return 0x8106;
        }

        @Override
        public int contentKind() {
            return Content.CHANGE;
        }

        @Override
        public int senderPartition() {
            return 0x807;
        }

        @Override
        public long deviceHash() {
            return 0x8808080808080808L;
        }

        @Override
        public int changeKind() {
            return Changes.ROLE;
        }

        @Override
        public int role() {
            return ChatView.ADMIN;
        }

        @Override
        public boolean isWide() {
            return true;
        }

        @Override
        public long version() {
            return 0x8109;
        }

        @Override
        public int memberCount() {
            return 0x810a;
        }
    }
}
