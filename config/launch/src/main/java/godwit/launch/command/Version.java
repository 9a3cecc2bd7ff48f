package godwit.launch.command;

/**
 * The version, as the jar's manifest tells it.
 */
final class Version {
    /** Of this build; "unpackaged" when run from classes. */
    static final String TEXT = text();

    private Version() {
    }

    private static String text() {
        final String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
