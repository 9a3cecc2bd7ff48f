package godwit.edge.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The files of the web app, listed and read once at the start: a path that is not in the list is not looked for anywhere.
 */
public final class StaticFiles {
    /** Where the web app's module keeps them. */
    public static final String WEB_ROOT = "godwit/web/";

    private static final String INDEX = "index.html";

    private final Map<String, HttpPage> pages;

    private StaticFiles(final Map<String, HttpPage> pages) {
        this.pages = pages;
    }

    /**
     * Lists and reads the files of known kinds.
     *
     * @param loader whose class path has them.
     * @param root   a folder with an {@code index.html}, like {@link #WEB_ROOT}.
     * @return the files; none if there is no such folder.
     * @throws IOException if one can't be read.
     */
    public static StaticFiles load(final ClassLoader loader, final String root) throws IOException {
        final Map<String, HttpPage> pages = new HashMap<>();
        final URL index = loader.getResource(root + INDEX);
        if (index != null) {
            for (final String name : names(index, root)) {
                final String contentType = ContentTypes.of(name);
                if (contentType != null) {
                    pages.put('/' + name, new StaticFile(bytes(loader, root + name), contentType));
                }
            }
            pages.put("/", pages.get('/' + INDEX));
        }
        return new StaticFiles(pages);
    }

    /**
     * How many paths there are.
     *
     * @return 0 when the web app is not on the class path.
     */
    public int count() {
        return pages.size();
    }

    Map<String, HttpPage> pages() {
        return pages;
    }

    private static Iterable<String> names(final URL index, final String root) throws IOException {
        final URLConnection connection = index.openConnection();
        connection.setUseCaches(false);
        return connection instanceof JarURLConnection jar ? namesInJar(jar, root) : namesInFolder(index);
    }

    private static Iterable<String> namesInJar(final JarURLConnection connection, final String root)
        throws IOException {
        try (JarFile jar = connection.getJarFile()) {
            final TreeSet<String> names = new TreeSet<>();
            jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName)
                .filter(name -> name.startsWith(root)).forEach(name -> names.add(name.substring(root.length())));
            return names;
        }
    }

    private static Iterable<String> namesInFolder(final URL index) throws IOException {
        final Path folder = Path.of(uri(index)).getParent();
        try (Stream<Path> files = Files.walk(folder)) {
            final TreeSet<String> names = new TreeSet<>();
            files.filter(Files::isRegularFile).forEach(file -> names.add(folder.relativize(file).toString()));
            return names;
        }
    }

    private static URI uri(final URL url) throws IOException {
        try {
            return url.toURI();
        } catch (final URISyntaxException e) {
            throw new IOException("class path entry is no URI url=" + url, e);
        }
    }

    private static byte[] bytes(final ClassLoader loader, final String resource) throws IOException {
        try (InputStream stream = loader.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IOException("class path resource is gone name=" + resource);
            }
            return stream.readAllBytes();
        }
    }
}
