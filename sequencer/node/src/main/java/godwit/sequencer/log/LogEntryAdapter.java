package godwit.sequencer.log;

import godwit.sequencer.ingress.LogApplier;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.NewLeadershipTermEventDecoder;
import io.aeron.cluster.codecs.SessionMessageHeaderDecoder;
import io.aeron.cluster.codecs.TimerEventDecoder;
import org.agrona.DirectBuffer;

/** The cluster's messages in the log in, calls of the applier out; what a core never sees of them is passed over. */
final class LogEntryAdapter {
    private final LogApplier applier;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SessionMessageHeaderDecoder command = new SessionMessageHeaderDecoder();
    private final TimerEventDecoder timer = new TimerEventDecoder();
    private final NewLeadershipTermEventDecoder term = new NewLeadershipTermEventDecoder();

    LogEntryAdapter(final LogApplier applier) {
        this.applier = applier;
    }

    /** One message; answers whether the core got it. */
    boolean onMessage(final DirectBuffer buffer, final int offset, final int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            return false;
        }
        header.wrap(buffer, offset);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
            return false;
        }
        switch (header.templateId()) {
            case SessionMessageHeaderDecoder.TEMPLATE_ID -> {
                command.wrapAndApplyHeader(buffer, offset, header);
                applier.onCommand(command.timestamp(), buffer, offset + AeronCluster.SESSION_HEADER_LENGTH,
                    length - AeronCluster.SESSION_HEADER_LENGTH);
            }
            case TimerEventDecoder.TEMPLATE_ID ->
                applier.onTimer(timer.wrapAndApplyHeader(buffer, offset, header).timestamp());
            case NewLeadershipTermEventDecoder.TEMPLATE_ID -> {
                term.wrapAndApplyHeader(buffer, offset, header);
                applier.onNewTerm(term.leadershipTermId(), term.timestamp());
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
