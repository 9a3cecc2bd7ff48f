package godwit.web;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** People in browsers, with the page before a server of straw. */
final class PageTest {
    private final PageSpec spec = new PageSpec(SdkTest.SCRIPTS, Path.of("target"));

    @Test
    void shouldLetTwoPeopleTalkInTwoBrowsers() throws Exception {
        spec.run("page", Map.of());
    }

    @Test
    void shouldLetPeopleTalkInGroups() throws Exception {
        spec.run("groups", Map.of());
    }

    @Test
    void shouldBearWhateverAServerSays() throws Exception {
        spec.run("straw", Map.of());
    }
}
