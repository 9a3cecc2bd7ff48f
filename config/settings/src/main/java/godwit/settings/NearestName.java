package godwit.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * The known name that a mistyped one was meant to be. A guess is made only when few characters are wrong for the name's
 * length: a far one sends its reader astray.
 */
public final class NearestName {
    private static final int WRONG_MAX = 3;
    private static final int CHARACTERS_A_MISTAKE = 4;

    private NearestName() {
    }

    /**
     * The nearest name that is near; leading dashes are no help.
     *
     * @param typed what was written.
     * @param known all the names there are.
     * @return empty: none is near.
     */
    public static Optional<String> of(final String typed, final Collection<String> known) {
        return known.stream()
            .filter(name -> isNear(typed, name))
            .min(Comparator.comparingInt(name -> EditDistance.between(typed, name)));
    }

    static boolean isNear(final String typed, final String known) {
        return EditDistance.between(typed, known) <= wrongMax(typed);
    }

    private static int wrongMax(final String typed) {
        return Math.min(WRONG_MAX, (typed.replaceFirst("^-+", "").length() + 1) / CHARACTERS_A_MISTAKE);
    }
}
