package godwit.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A spec of the page in a real browser, run by node with Playwright and Debian's Chromium. Without one of them the test
 * is skipped; with {@code CI=true} it fails.
 */
public final class PageSpec {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final Path scripts;
    private final Path target;

    /**
     * Specs of a folder.
     *
     * @param scripts where they are.
     * @param target  where their output and the screenshots go.
     */
    public PageSpec(Path scripts, Path target) {
        this.scripts = scripts;
        this.target = target;
    }

    /**
     * Runs one; its output is part of the failure.
     *
     * @param name        of the file, without {@code .spec.mjs}.
     * @param environment of node, besides the own one.
     */
    public void run(String name, Map<String, String> environment) throws IOException, InterruptedException {
        Tool node = Tool.required("node");
        Path chromium = chromium();
        Tool.require(Files.isDirectory(scripts.resolve("node_modules/playwright-core")),
            "playwright-core is missing: run npm ci in edge/web/src/test/js");
        Map<String, String> all = new HashMap<>(environment);
        all.put("CHROMIUM", chromium.toString());
        all.put("GODWIT_SHOTS", target.resolve("screenshots").toAbsolutePath().toString());
        Path output = target.resolve(name + ".spec.txt");
        int exit = node.run(LIMIT, output, all, List.of("--test", scripts.resolve(name + ".spec.mjs").toString()));
        assertThat(exit).as("%s", Files.readString(output)).isZero();
    }

    private static Path chromium() {
        String named = System.getenv("CHROMIUM");
        return named == null || named.isBlank() ? Tool.required("chromium").path() : Path.of(named);
    }
}
