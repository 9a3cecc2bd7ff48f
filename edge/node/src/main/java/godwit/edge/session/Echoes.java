package godwit.edge.session;

import godwit.edge.errors.FrameEcho;
import godwit.edge.request.Request;
import godwit.protocol.ChatIds;

/**
 * What an ERROR repeats of a request that was refused, at once or later.
 */
final class Echoes {
    private Echoes() {
    }

    static FrameEcho of(final Request request) {
        if (request instanceof Request.Send send) {
            return ofSend(send.reqId(), send.chatId(), send.clientMsgId());
        }
        final long chatId = request instanceof Request.Acknowledge acknowledge ? acknowledge.chatId()
            : request instanceof Request.ChangeChat change ? change.chatId()
            : request instanceof Request.GetChat get ? get.chatId()
            : request instanceof Request.ReadHistory read ? read.chatId() : Request.NULL_VALUE;
        return chatId == Request.NULL_VALUE
            ? FrameEcho.ofRequest(request.reqId()) : new FrameEcho(request.reqId(), ChatIds.format(chatId), null);
    }

    static FrameEcho ofSend(final String reqId, final long chatId, final String clientMsgId) {
        return new FrameEcho(reqId, ChatIds.format(chatId), clientMsgId);
    }
}
