package godwit.core;

/**
 * Where an image of a core's state was written: for the core numbers that a snapshot names and gives back.
 *
 * @param recordingId of the image.
 * @param from        where it begins in that.
 * @param to          where it ends, as far as the snapshot needs it.
 */
public record ImagePlace(long recordingId, long from, long to) {
}
