package godwit.core.snapshot;

import godwit.core.Core.ChunkSink;

/** Fills slices and hands them on, each with its number and checksum. */
final class SliceWriter extends Slice {
    private final ChunkSink sink;
    private int kind;
    private int section;

    SliceWriter(final ChunkSink sink) {
        this.sink = sink;
    }

    /** The slices from here on are of that kind and section. */
    void begin(final int newKind, final int newSection) {
        end();
        kind = newKind;
        section = newSection;
    }

    /** Hands the last slice on, if there is one. */
    void end() {
        if (!isEmpty()) {
            seal(kind, section);
            sink.onChunk(buffer(), 0, length());
        }
        clear();
    }

    /** Makes room for what must stand in one slice. */
    void reserve(final int bytesNeeded) {
        if (!hasRoom(bytesNeeded)) {
            end();
        }
    }
}
