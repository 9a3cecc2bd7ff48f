package godwit.core.chats;

import godwit.core.ChatView;
import godwit.core.directory.UserIds;
import godwit.core.state.Names;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Shows one chat at a time to the listener. */
final class ChatRecord implements ChatView {
    private final Chats chats;
    private final Members members;
    private final UserIds ids;
    private final Names names;
    private final UnsafeBuffer memberId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer createdBy = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer clientChatId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer title = new UnsafeBuffer(0, 0);
    private int chat;
    private boolean isBare;
    private long bareVersion;
    private int listedMax;
    private int member;
    private int memberIndex;

    ChatRecord(final Chats chats, final Members members, final UserIds ids, final Names names) {
        this.chats = chats;
        this.members = members;
        this.ids = ids;
        this.names = names;
    }

    ChatRecord show(final int slot, final int membersListedMax) {
        chat = slot;
        isBare = false;
        listedMax = membersListedMax;
        member = members.ofChat().first(slot);
        memberIndex = 0;
        return this;
    }

    /** That there is the chat, to one who is no member any more: as of the leaving, without title and members. */
    ChatRecord showBare(final int slot, final int former) {
        show(slot, 0);
        isBare = true;
        bareVersion = former == 0 ? 0 : members.leftVersion(former);
        return this;
    }

    @Override
    public long chatId() {
        return chats.id(chat);
    }

    @Override
    public int kind() {
        return chats.kind(chat);
    }

    @Override
    public long version() {
        return isBare ? bareVersion : chats.version(chat);
    }

    @Override
    public int memberCount() {
        return isBare ? 0 : chats.memberCount(chat);
    }

    @Override
    public int listedCount() {
        return Math.min(listedMax, memberCount());
    }

    @Override
    public DirectBuffer memberId(final int index) {
        seek(index);
        return ids.wrap(members.id(member), memberId);
    }

    @Override
    public int memberRole(final int index) {
        seek(index);
        return members.role(member);
    }

    @Override
    public DirectBuffer createdBy() {
        return ids.wrap(chats.creator(chat), createdBy);
    }

    @Override
    public DirectBuffer clientChatId() {
        return names.wrap(chats.clientChatId(chat), clientChatId);
    }

    @Override
    public DirectBuffer title() {
        return names.wrap(isBare ? 0 : chats.title(chat), title);
    }

    /** Members are mostly asked for in order, so that each is one step. */
    private void seek(final int index) {
        if (index < memberIndex) {
            member = members.ofChat().first(chat);
            memberIndex = 0;
        }
        while (memberIndex < index) {
            member = members.ofChat().next(member);
            memberIndex++;
        }
    }
}
