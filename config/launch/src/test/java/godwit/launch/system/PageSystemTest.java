package godwit.launch.system;

import godwit.web.PageSpec;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** People in browsers, before the real system. */
@ExtendWith(Shared.class)
@Isolated
class PageSystemTest {
    private final RunningGodwit godwit;

    PageSystemTest(final RunningGodwit godwit) {
        this.godwit = godwit;
    }

    @Test
    void shouldLetTwoPeopleTalkInTwoBrowsers() throws Exception {
        run("page");
    }

    @Test
    void shouldLetPeopleTalkInGroups() throws Exception {
        run("groups");
    }

    private void run(final String spec) throws Exception {
        new PageSpec(Path.of("../../edge/web/src/test/js"), Path.of("target"))
            .run(spec, Map.of("GODWIT_URL", godwit.http("").toString()));
    }
}
