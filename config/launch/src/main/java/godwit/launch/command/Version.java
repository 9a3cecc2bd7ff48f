package godwit.launch.command;

import picocli.CommandLine.IVersionProvider;

/**
 * The version of this build, as the jar's manifest tells it, and of the JDK.
 */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {line()};
    }

    /** One line; "unpackaged" when run from classes. */
    static String line() {
        return "godwit " + text() + " (JDK " + Runtime.version() + ")";
    }

    private static String text() {
        final String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
