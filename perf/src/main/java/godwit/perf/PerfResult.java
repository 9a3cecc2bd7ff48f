package godwit.perf;

import godwit.perf.report.StageLatency;
import java.util.List;

/**
 * What a run came to.
 *
 * @param json     the one JSON document.
 * @param summary  a few lines for a person.
 * @param problems why the figures must not be used; empty: they may.
 * @param broken   whether a rule of the protocol was broken.
 * @param stages   latencies inside the server.
 */
public record PerfResult(
    String json, String summary, List<String> problems, boolean broken, List<StageLatency> stages) {

    /**
     * What the process should exit with.
     *
     * @return 0: the run is valid and nothing was broken; 1: otherwise.
     */
    public int exitCode() {
        return broken || !problems.isEmpty() ? 1 : 0;
    }
}
