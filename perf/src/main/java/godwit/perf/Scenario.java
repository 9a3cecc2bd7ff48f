package godwit.perf;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The loads there are, with what their figures are called. */
public enum Scenario {
    /** Pairs of users, each pair in a direct chat, both writing. */
    ONE_TO_ONE("one-to-one", 500, Wording.MESSAGES),
    /** Groups whose members write at random; everybody gets everything. */
    GROUP("group", 10, Wording.GROUP_MESSAGES),
    /** Users who come and go while others, who have direct chats with them, watch. */
    PRESENCE_CHURN("presence-churn", 50, Wording.PRESENCE);

    private final String text;
    private final double rateDefault;
    private final Wording wording;

    Scenario(final String text, final double rateDefault, final Wording wording) {
        this.text = text;
        this.rateDefault = rateDefault;
        this.wording = wording;
    }

    /**
     * The scenario of a name.
     *
     * @param text its name, as in {@link #text}.
     * @return it; throws {@link IllegalArgumentException} with the names there are.
     */
    public static Scenario of(final String text) {
        return Arrays.stream(values()).filter(scenario -> scenario.text.equals(text)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("scenario=" + text + " expected one of "
                + Arrays.stream(values()).map(Scenario::text).collect(Collectors.joining(", "))));
    }

    /** Its name on the command line. */
    public String text() {
        return text;
    }

    /** How much a second, when nobody says. */
    public double rateDefault() {
        return rateDefault;
    }

    /** What its figures are called. */
    public Wording wording() {
        return wording;
    }
}
