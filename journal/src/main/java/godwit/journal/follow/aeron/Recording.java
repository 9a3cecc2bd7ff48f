package godwit.journal.follow.aeron;

import io.aeron.archive.client.AeronArchive;

/**
 * A recording as the archive lists it.
 *
 * @param id            its id.
 * @param startPosition where it begins; grows when it is purged.
 * @param base          where the file with the start begins.
 * @param segmentLength bytes of its files.
 */
record Recording(long id, long startPosition, long base, int segmentLength) {
    /** The newest recording of a stream, or null. */
    static Recording last(final AeronArchive archive, final int wantedStreamId) {
        final Recording[] last = new Recording[1];
        archive.listRecordings(0, Integer.MAX_VALUE, (controlSessionId, correlationId, recordingId, startTimestamp,
            stopTimestamp, startPosition, stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength,
            sessionId, streamId, strippedChannel, originalChannel, sourceIdentity) -> {
            if (streamId == wantedStreamId) {
                last[0] = new Recording(recordingId, startPosition, AeronArchive.segmentFileBasePosition(
                    startPosition, startPosition, termBufferLength, segmentFileLength), segmentFileLength);
            }
        });
        return last[0];
    }

    /** Where the n-th file begins, but not before the recording does. */
    long position(final long file) {
        return Math.max(startPosition, base + file * segmentLength);
    }
}
