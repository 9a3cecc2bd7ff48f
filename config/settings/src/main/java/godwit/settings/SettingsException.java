package godwit.settings;

/**
 * Says in one line which setting is wrong, what it is and what was expected.
 */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SettingsException(final String message) {
        super(message);
    }
}
