package godwit.launch.up;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.core.CoreLimits;
import godwit.settings.CoreSettings;
import org.junit.jupiter.api.Test;

class HeapBoundsTest {
    private static final CoreLimits LIMITS = CoreLimits.DEFAULT;
    private static final CoreSettings SET = new CoreSettings(
        LIMITS.inFlightMax(), LIMITS.unacknowledgedMax(), LIMITS.payloadBytesMax(), LIMITS.unjournaledEntriesMax(),
        LIMITS.unjournaledBytesMax(), LIMITS.inboxEntriesMax(), LIMITS.inboxRetentionMs(), LIMITS.leaseMs(),
        LIMITS.redeliverMs(), LIMITS.inboxGraceMs(), LIMITS.bodyBytesMax(), LIMITS.usersMax(), LIMITS.chatsMax(),
        LIMITS.chatsPerUserMax(), LIMITS.keysMax(), LIMITS.groupMembersMax(), LIMITS.fanoutMax(),
        LIMITS.presenceMax());

    @Test
    void shouldNameWhatTheHeapLowers() {
        assertThat(HeapBounds.of(SET, LIMITS.fittingInto(64 << 20))).filteredOn(HeapBounds.Bound::lowered)
            .extracting(HeapBounds.Bound::setting)
            .containsExactly("sequencer.payload-bytes", "sequencer.unjournaled-entries", "sequencer.users",
                "sequencer.chats", "sequencer.keys", "sequencer.presence-subscriptions");
        assertThat(HeapBounds.of(SET, LIMITS)).noneMatch(HeapBounds.Bound::lowered);
    }

    @Test
    void shouldSayWhatIsInForce() {
        assertThat(new HeapBounds.Bound("sequencer.keys", 64_000_000, 412_439))
            .hasToString("sequencer.keys=64000000 is more than the heap can hold: 412439 is in force");
    }
}
