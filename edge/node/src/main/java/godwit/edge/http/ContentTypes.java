package godwit.edge.http;

import java.util.Map;

/**
 * The kinds of files that the web app may have; a file of another kind is not served.
 */
final class ContentTypes {
    private static final Map<String, String> BY_SUFFIX = Map.ofEntries(
        Map.entry("html", "text/html; charset=utf-8"),
        Map.entry("css", "text/css; charset=utf-8"),
        Map.entry("js", "text/javascript; charset=utf-8"),
        Map.entry("mjs", "text/javascript; charset=utf-8"),
        Map.entry("svg", "image/svg+xml"),
        Map.entry("png", "image/png"),
        Map.entry("ico", "image/x-icon"),
        Map.entry("woff2", "font/woff2"),
        Map.entry("webmanifest", "application/manifest+json"));

    private ContentTypes() {
    }

    /** The type of a file by its name, or null. */
    static String of(final String name) {
        return BY_SUFFIX.get(name.substring(name.lastIndexOf('.') + 1));
    }
}
