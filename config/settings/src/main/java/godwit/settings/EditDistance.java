package godwit.settings;

/**
 * How many characters must be inserted, deleted or replaced to make one text of another (Levenshtein).
 */
final class EditDistance {
    private EditDistance() {
    }

    static int between(final String a, final String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            previous = row(a.charAt(i - 1), i, b, previous);
        }
        return previous[b.length()];
    }

    private static int[] row(final char c, final int i, final String b, final int[] previous) {
        final int[] row = new int[previous.length];
        row[0] = i;
        for (int j = 1; j < row.length; j++) {
            final int replaced = previous[j - 1] + (c == b.charAt(j - 1) ? 0 : 1);
            row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
        }
        return row;
    }
}
