package godwit.launch.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Shared.class)
class HttpSystemTest {
    private final RunningGodwit godwit;

    HttpSystemTest(final RunningGodwit godwit) {
        this.godwit = godwit;
    }

    @Test
    void shouldPrintOneReadyLine() {
        assertThat(godwit.standardOut()).filteredOn(line -> line.startsWith("godwit ready")).singleElement().asString()
            .matches("godwit ready ws=ws://127\\.0\\.0\\.1:\\d+/ws http=http://127\\.0\\.0\\.1:\\d+ shards=4 members=1 "
                + "took=\\d+\\.\\ds edges=2 also=http://127\\.0\\.0\\.1:\\d+");
        assertThat(godwit.standardOut()).hasSize(1);
    }

    @Test
    void shouldBeHealthyAndReady() {
        assertThat(godwit.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(godwit.get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldShowItsMetrics() {
        final HttpResponse<String> metrics = godwit.get("/metrics");
        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
        assertThat(metrics.body()).contains("# HELP godwit_", "# TYPE godwit_", "\ngodwit_shard_keys{shard=\"0\"} ",
            "\ngodwit_shard_links_refused{shard=\"3\"} 0.0\n", "\ngodwit_shard_keys_forgotten", "\ngodwit_shard_limit{setting=\"sequencer.keys\"} ")
            .contains("\ngodwit_journal_ready 1.0\n", "\ngodwit_journal_stopped{shard=\"0\"} 0.0\n", "\ngodwit_journal_lag_records{shard=\"0\"} ",
                "\ngodwit_journal_lag_ms{shard=\"0\"} ", "\ngodwit_journal_retries_total{shard=\"0\"} ", "\ngodwit_journal_holes_total{shard=\"0\"} 0.0\n",
                "\ngodwit_journal_unreadable_total{shard=\"0\"} 0.0\n", "\ngodwit_journal_repeats_total{shard=\"0\"} ",
                "\ngodwit_journal_reads_waiting ", "\ngodwit_journal_reads_refused_total ",
                "\ngodwit_journal_cassandra_deaths_total 0.0\n");
    }

    @Test
    void shouldServeThePageWithAStrictPolicy() {
        final HttpResponse<String> page = godwit.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type").orElse("")).startsWith("text/html");
        assertThat(page.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
            .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
            .doesNotContain("unsafe-inline", "unsafe-eval");
        assertThat(page.body()).contains("<title>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/..%2f..%2fetc/passwd", "/%2e%2e/secret", "//etc/passwd", "/sdk/../../x"})
    void shouldNotServeAnythingElse(final String path) {
        assertThat(RawHttp.status(godwit.httpPort(), "GET " + path + " HTTP/1.1",
            "Host: 127.0.0.1:" + godwit.httpPort(), "Connection: close")).containsPattern(" 40[034] ");
    }

    @Test
    void shouldMintDeveloperTokensForJsonFromHereOnly() {
        final HttpResponse<String> minted = godwit.post("/dev/token", "{\"user_id\":\"alice\"}");
        assertThat(minted.statusCode()).isEqualTo(200);
        assertThat(Json.parse(minted.body())).containsKeys("token", "expires_at");
        assertThat(godwit.post("/dev/token", "{\"user_id\":\"a b\"}").statusCode()).isEqualTo(400);
        assertThat(godwit.post("/dev/token", "nonsense").statusCode()).isEqualTo(400);
        assertThat(godwit.post("/dev/token", "{\"user_id\":\"alice\"}", "Origin", "https://evil.example").statusCode())
            .isEqualTo(403);
        assertThat(RawHttp.status(godwit.httpPort(), "POST /dev/token HTTP/1.1",
            "Host: 127.0.0.1:" + godwit.httpPort(), "Content-Type: text/plain", "Connection: close",
            "Content-Length: 0")).contains(" 415 ");
    }

    @Test
    void shouldKeepItsSecretsToTheOwner() throws Exception {
        final List<Path> secrets = new ArrayList<>();
        LivingFiles.forEach(godwit.data(), Set.of("cassandra", "archives"), (file, attributes) -> {
            if (file.getFileName().toString().matches(".*(key|sock|socket).*")) {
                secrets.add(file);
            }
        });
        assertThat(secrets).isNotEmpty().allSatisfy(path -> assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
            java.nio.file.Files.getPosixFilePermissions(path))).isEqualTo("rw-------"));
    }
}
