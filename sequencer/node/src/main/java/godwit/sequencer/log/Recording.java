package godwit.sequencer.log;

import io.aeron.archive.client.AeronArchive;

/**
 * What an archive's catalogue says of a recording.
 *
 * @param id            its id.
 * @param startPosition where it begins; grows when it is purged.
 * @param stopPosition  where it ends; {@link AeronArchive#NULL_POSITION}: it is being recorded, or was when it was killed.
 * @param initialTermId its first term.
 * @param termLength    bytes of a term.
 * @param segmentLength bytes of a file.
 * @param streamId      of the stream.
 */
record Recording(
    long id, long startPosition, long stopPosition, int initialTermId, int termLength, int segmentLength,
    int streamId) {

    boolean isStopped() {
        return stopPosition != AeronArchive.NULL_POSITION;
    }
}
