package godwit.sequencer.ingress;

import godwit.core.CoreCommands;
import godwit.protocol.codecs.ChangeChatDecoder;
import godwit.protocol.codecs.CreateChatDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Entries that make or change a chat: first each participant, then the rest. One thread, nothing allocated. */
final class ChatCommands {
    private final CoreCommands core;
    private final UnsafeBuffer text1 = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer text2 = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer text3 = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer text4 = new UnsafeBuffer(0, 0);
    private final CreateChatDecoder createChat = new CreateChatDecoder();
    private final ChangeChatDecoder changeChat = new ChangeChatDecoder();

    ChatCommands(final CoreCommands core) {
        this.core = core;
    }

    void onCreateChat(final DirectBuffer entry, final int offset, final int blockLength, final int version) {
        createChat.wrap(entry, offset, blockLength, version);
        for (final CreateChatDecoder.ParticipantsDecoder participant : createChat.participants()) {
            participant.wrapParticipantId(text1);
            core.onParticipant(participant.partition(), text1);
        }
        createChat.wrapCreatorId(text1);
        createChat.wrapDeviceId(text2);
        createChat.wrapClientChatId(text3);
        createChat.wrapTitle(text4);
        core.onCreateChat(createChat.edgeId(), createChat.correlationId(), createChat.creatorPartition(), text1, text2,
            text3, text4);
    }

    void onChangeChat(final DirectBuffer entry, final int offset, final int blockLength, final int version) {
        changeChat.wrap(entry, offset, blockLength, version);
        for (final ChangeChatDecoder.ParticipantsDecoder participant : changeChat.participants()) {
            participant.wrapParticipantId(text1);
            core.onParticipant(participant.partition(), text1);
        }
        changeChat.wrapUserId(text1);
        changeChat.wrapTitle(text2);
        core.onChangeChat(changeChat.edgeId(), changeChat.correlationId(), changeChat.chatId(),
            changeChat.changeKindRaw(), changeChat.roleRaw(), text1, text2);
    }
}
