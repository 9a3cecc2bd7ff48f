package godwit.sequencer.ingress;

import godwit.protocol.codecs.MessageHeaderDecoder;

/** What a command's template looks like in bytes, in this schema version and in those before. Made once. */
final class EntryShape {
    private final int blockLength;
    private final int texts;
    /** By version: how much shorter the block was. */
    private final int[] blockMissing = new int[MessageHeaderDecoder.SCHEMA_VERSION];
    private boolean isGrouped;
    private int elementLength;
    private int elementTexts;
    private int elementSince;
    private int elementGrowth;
    private int textsSince;
    private int textsGrowth;

    /**
     * Of a template without a group that is as it always was.
     *
     * @param blockLength of the fields, in bytes.
     * @param texts       behind them.
     */
    EntryShape(final int blockLength, final int texts) {
        this.blockLength = blockLength;
        this.texts = texts;
    }

    /** It has a group: its elements' length in bytes, and how many texts are behind each. */
    EntryShape grouped(final int length, final int count) {
        isGrouped = true;
        elementLength = length;
        elementTexts = count;
        return this;
    }

    /** Before that version the block was so much shorter; it may have grown in several. */
    EntryShape blockGrew(final int sinceVersion, final int byLength) {
        for (int version = 0; version < sinceVersion; version++) {
            blockMissing[version] += byLength;
        }
        return this;
    }

    /** Before that version the group's elements were so much shorter. */
    EntryShape elementsGrew(final int sinceVersion, final int byLength) {
        elementSince = sinceVersion;
        elementGrowth = byLength;
        return this;
    }

    /** Before that version there were so many texts less. */
    EntryShape textsGrew(final int sinceVersion, final int byCount) {
        textsSince = sinceVersion;
        textsGrowth = byCount;
        return this;
    }

    int blockLength(final int version) {
        return version < blockMissing.length ? blockLength - blockMissing[version] : blockLength;
    }

    int texts(final int version) {
        return version < textsSince ? texts - textsGrowth : texts;
    }

    boolean isGrouped() {
        return isGrouped;
    }

    int elementLength(final int version) {
        return version < elementSince ? elementLength - elementGrowth : elementLength;
    }

    int elementTexts() {
        return elementTexts;
    }
}
