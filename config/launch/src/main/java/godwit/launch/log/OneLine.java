package godwit.launch.log;

import java.util.Locale;

/**
 * Makes any text one line that a terminal shows as it is: control characters, line breaks and escapes are written out.
 */
public final class OneLine {
    private OneLine() {
    }

    /**
     * The text without anything that a terminal or a log reader would take for more than text.
     *
     * @param text anything; null is empty.
     * @return one line.
     */
    public static String of(final String text) {
        if (text == null) {
            return "";
        }
        final StringBuilder line = new StringBuilder(text.length());
        text.chars().forEach(c -> append(line, (char) c));
        return line.toString();
    }

    private static void append(final StringBuilder line, final char c) {
        if (c == '\n') {
            line.append("\\n");
        } else if (c == '\r') {
            line.append("\\r");
        } else if (c == '\t') {
            line.append(' ');
        } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028 || c == 0x2029) {
            line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else {
            line.append(c);
        }
    }
}
