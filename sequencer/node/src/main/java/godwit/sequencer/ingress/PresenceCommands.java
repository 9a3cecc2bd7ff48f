package godwit.sequencer.ingress;

import godwit.core.CoreCommands;
import godwit.protocol.codecs.PresenceSubscribeDecoder;
import godwit.protocol.codecs.PresenceUnsubscribeDecoder;
import godwit.protocol.codecs.SetPrivacyDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Entries about who is there: one call for each user that they name. One thread, nothing allocated. */
final class PresenceCommands {
    private final CoreCommands core;
    private final UnsafeBuffer askerId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer userId = new UnsafeBuffer(0, 0);
    private final PresenceSubscribeDecoder subscribe = new PresenceSubscribeDecoder();
    private final PresenceUnsubscribeDecoder unsubscribe = new PresenceUnsubscribeDecoder();
    private final SetPrivacyDecoder setPrivacy = new SetPrivacyDecoder();

    PresenceCommands(final CoreCommands core) {
        this.core = core;
    }

    void onPresenceSubscribe(final DirectBuffer entry, final int offset, final int blockLength, final int version) {
        subscribe.wrap(entry, offset, blockLength, version);
        // each call needs the asker, who stands behind the users: walk over these once, then read them
        for (final PresenceSubscribeDecoder.UsersDecoder user : subscribe.users()) {
            user.skipUserId();
        }
        subscribe.wrapAskerId(askerId);
        subscribe.sbeRewind();
        for (final PresenceSubscribeDecoder.UsersDecoder user : subscribe.users()) {
            user.wrapUserId(userId);
            core.onPresenceSubscribe(subscribe.edgeId(), subscribe.epoch(), subscribe.correlationId(), askerId, userId);
        }
    }

    void onPresenceUnsubscribe(final DirectBuffer entry, final int offset, final int blockLength, final int version) {
        unsubscribe.wrap(entry, offset, blockLength, version);
        for (final PresenceUnsubscribeDecoder.UsersDecoder user : unsubscribe.users()) {
            user.wrapUserId(userId);
            core.onPresenceUnsubscribe(unsubscribe.edgeId(), unsubscribe.epoch(), userId);
        }
    }

    void onSetPrivacy(final DirectBuffer entry, final int offset, final int blockLength, final int version) {
        setPrivacy.wrap(entry, offset, blockLength, version);
        core.onSetPrivacy(setPrivacy.edgeId(), setPrivacy.epoch(), setPrivacy.correlationId(), setPrivacy.session(),
            setPrivacy.visibilityRaw());
    }
}
