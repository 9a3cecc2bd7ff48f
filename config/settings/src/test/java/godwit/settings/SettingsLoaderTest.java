package godwit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings come from the right source, and wrong ones are named in one line. */
class SettingsLoaderTest {
    @TempDir
    private Path folder;

    @Test
    void shouldGiveThePublishedDefaults() {
        final Settings settings = Settings.defaults(folder);

        assertThat(settings.edge().limits()).isEqualTo(new ClientLimits(65_536, 4_096, 32, 256));
        assertThat(settings.edge().rates()).isEqualTo(new ClientRates(200, 1_000, 500, 2_000));
        assertThat(settings.edge().times().heartbeatMs()).isEqualTo(5_000);
        assertThat(settings.edge().times().silenceMs()).isEqualTo(10_000);
        assertThat(settings.edge().httpPort()).isEqualTo(8_080);
        assertThat(settings.sequencer().durability()).isEqualTo(Durability.DURABLE);
        assertThat(settings.sequencer().core().bodyBytesMax()).isEqualTo(16_384);
        assertThat(settings.cassandra().isEmbedded()).isTrue();
    }

    @Test
    void shouldNotLetTheHeartbeatBeAsLongAsItsTimeOut() {
        final SettingsLoader loader = new SettingsLoader().dataFolder(folder)
            .set("sequencer.leader-heartbeat-interval", "300ms");

        assertThatThrownBy(loader::load).isInstanceOf(SettingsException.class)
            .hasMessageContaining("at least 3 times sequencer.leader-heartbeat-interval=300ms");
    }

    @Test
    void shouldPreferTheCommandLineToTheFileToTheDefault() throws IOException {
        final Path file = write("edge { http-port = 9000, unacked = 17 }\nsequencer.durability = replicated\n");

        final Settings settings = new SettingsLoader().file(file).set("edge.http-port=9001").load();

        assertThat(settings.edge().httpPort()).isEqualTo(9_001);
        assertThat(settings.edge().limits().unackedMax()).isEqualTo(17);
        assertThat(settings.sequencer().durability()).isEqualTo(Durability.REPLICATED);
        assertThat(settings.edge().limits().inFlightMax()).isEqualTo(32);
    }

    @Test
    void shouldTellWhereEachSettingComesFrom() throws IOException {
        final Path file = write("\nedge.unacked = 17\n");

        final Settings settings = new SettingsLoader().file(file).set("edge.heartbeat=1s").load();

        assertThat(settings.effective()).contains(
            "edge.unacked=17 (" + file + ":2)", "edge.heartbeat=1s (command line)", "edge.in-flight=32 (default)");
    }

    @ParameterizedTest
    @CsvSource({
        "edge.in-flight=0,            edge.in-flight=0 expected 1..1024",
        "edge.in-flight=many,         edge.in-flight=many expected 1..1024",
        "edge.in-flight=-1,           edge.in-flight=-1 expected 1..1024",
        "edge.heartbeat=5,            edge.heartbeat=5 expected 100ms..5min",
        "edge.frame-bytes=1KiB,       edge.frame-bytes=1KiB expected 4KiB..96KiB",
        "edge.frame-bytes=64kb,       edge.frame-bytes=64kb expected 4KiB..96KiB",
        "sequencer.durability=always, sequencer.durability=always expected durable|replicated",
        "sequencer.output-slots=1000, sequencer.output-slots=1000 expected a power of two in 256..1048576",
        "'cassandra.contact-point=a', 'cassandra.contact-point=a expected HOST:PORT, or empty'",
        "edge.inflight=3,             'unknown setting edge.inflight, did you mean edge.in-flight?'",
        "in-flight=3,                 'unknown setting in-flight, did you mean edge.in-flight?'",
        "sequencer.durabilty=durable, 'unknown setting sequencer.durabilty, did you mean sequencer.durability?'",
        "sequencer.in-flight=3,       'unknown setting sequencer.in-flight, did you mean edge.in-flight?'",
        "edge.colour=red,             unknown setting edge.colour; godwit up --show-settings lists them all",
        "x=1,                         unknown setting x; godwit up --show-settings lists them all",
        "edge,                        --set edge expected KEY=VALUE",
        "edge.silence=4s,             edge.silence=4000ms expected more than edge.heartbeat=5000ms"})
    void shouldSayInOneLineWhatIsWrong(final String assignment, final String message) {
        assertThatThrownBy(() -> new SettingsLoader().set(assignment).load())
            .isInstanceOf(SettingsException.class).hasMessage(message);
    }

    @Test
    void shouldNotRepeatControlCharacters() {
        assertThatThrownBy(() -> new SettingsLoader().set("edge.in-flight=\u001b[31m\n7"))
            .hasMessage("edge.in-flight=?[31m?7 expected 1..1024");
    }

    @Test
    void shouldNeverShowASecret() throws IOException {
        final Path file = write("cassandra.password = \"hunter2\"");

        final Settings settings = new SettingsLoader().file(file).load();

        assertThat(settings.cassandra().password()).isEqualTo("hunter2");
        assertThat(settings.toString()).doesNotContain("hunter2");
        assertThat(settings.effective()).anyMatch(line -> line.startsWith("cassandra.password=*** "));
    }

    @Test
    void shouldNameTheFilesFault() throws IOException {
        final Path malformed = write("edge { http-port = ");
        assertThatThrownBy(() -> new SettingsLoader().file(malformed))
            .isInstanceOf(SettingsException.class).hasMessageContaining("godwit.conf").hasMessageNotContaining("\n");
        final Path list = write("edge.http-port = [1, 2]");
        assertThatThrownBy(() -> new SettingsLoader().file(list))
            .hasMessage("edge.http-port expected one value, not a list");
        final Path unknown = write("edge.htp-port = 1");
        assertThatThrownBy(() -> new SettingsLoader().file(unknown))
            .hasMessage("unknown setting edge.htp-port, did you mean edge.http-port?");
        assertThatThrownBy(() -> new SettingsLoader().file(folder.resolve("none.conf")))
            .isInstanceOf(SettingsException.class).hasMessageContaining("none.conf");
    }

    private Path write(final String text) throws IOException {
        return Files.writeString(folder.resolve("godwit.conf"), text);
    }
}
