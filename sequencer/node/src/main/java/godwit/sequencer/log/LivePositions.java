package godwit.sequencer.log;

import io.aeron.archive.status.RecordingPos;
import java.util.function.LongUnaryOperator;
import org.agrona.concurrent.status.CountersReader;

/** Where the recordings of an archive are that go on, as its counters say: its catalogue does not. Any thread. */
public final class LivePositions implements LongUnaryOperator {
    private final CountersReader counters;
    private final long archiveId;

    /**
     * Of one archive.
     *
     * @param counters  of its media driver.
     * @param archiveId of it.
     */
    public LivePositions(final CountersReader counters, final long archiveId) {
        this.counters = counters;
        this.archiveId = archiveId;
    }

    /** The position of a recording; 0: it does not go on. */
    @Override
    public long applyAsLong(final long recordingId) {
        final int counterId = RecordingPos.findCounterIdByRecording(counters, recordingId, archiveId);
        return counterId == CountersReader.NULL_COUNTER_ID ? 0 : counters.getCounterValue(counterId);
    }
}
