package godwit.edge.accept;

/**
 * Tells whether bytes are UTF-8 as RFC 3629 has it: no surrogates, no overlong forms, nothing over U+10FFFF.
 */
final class Utf8Check {
    private Utf8Check() {
    }

    static boolean isUtf8(final byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            if (bytes[i] >= 0) {
                i++;
            } else {
                final int length = sequenceLength(bytes, i);
                if (length == 0) {
                    return false;
                }
                i += length;
            }
        }
        return true;
    }

    private static int sequenceLength(final byte[] bytes, final int offset) {
        final int lead = bytes[offset] & 0xff;
        final int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead < 0xC2 || lead > 0xF4 || offset + length > bytes.length) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[offset + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return secondFits(lead, bytes[offset + 1] & 0xff) ? length : 0;
    }

    /** The second byte decides on overlong forms, surrogates and what is over the last code point. */
    private static boolean secondFits(final int lead, final int second) {
        return switch (lead) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second < 0xA0;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second < 0x90;
            default -> true;
        };
    }
}
