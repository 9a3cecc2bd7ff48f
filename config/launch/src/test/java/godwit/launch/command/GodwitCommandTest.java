package godwit.launch.command;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.auth.TokenKeyFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line says and how it ends. */
class GodwitCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {
        "--help", "up --help", "version --help", "cluster --help", "cluster status --help", "cluster snapshot --help",
        "perf --help", "perf run --help", "token --help", "replay --help", "replay verify --help", "help --help", "help",
        "help up", "help cluster", "help perf run"})
    void shouldHelp(final String line) {
        assertThat(run(line.split(" "))).isEqualTo(0);
        assertThat(text(out)).startsWith("Usage: godwit").doesNotContain("\u001b");
        assertThat(text(out).contains("--members")).as("of a group, nowhere else").isEqualTo(line.contains("perf run"));
        assertThat(text(out).lines()).allMatch(shown -> shown.length() <= 80);
        assertThat(text(err)).isEmpty();
    }

    @Test
    void shouldHelpByTheWordAsByTheOption() {
        run("help", "cluster", "status");
        final String byWord = text(out);
        out.reset();
        run("cluster", "status", "--help");
        assertThat(byWord).startsWith("Usage: godwit cluster status").isEqualTo(text(out));
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "help cluster", "help replay", "help perf"})
    void shouldSayOfEachCommandAWholeSentence(final String line) {
        run(line.split(" "));
        final String commands = text(out).substring(text(out).indexOf("Commands:\n") + 10).replaceAll("\n {3,}", " ");
        assertThat(commands.lines().takeWhile(shown -> !shown.isEmpty())).isNotEmpty()
            .allMatch(shown -> shown.endsWith("."));
    }

    @Test
    void shouldTellTheVersionThreeWays() {
        for (final String way : new String[] {"version", "--version", "-V"}) {
            assertThat(run(way)).isEqualTo(0);
        }
        assertThat(text(out).lines()).hasSize(3).containsOnly("godwit unpackaged (JDK " + Runtime.version() + ")");
    }

    @Test
    void shouldSayWhatTheExitCodesMean() {
        run("--help");
        assertThat(text(out)).contains("0 done, 1 failed, 2 bad usage or environment, 3 out of memory.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "up --members 3~            godwit: --members=3: only 1 can be run by this version; leave it out",
        "up --edges 0~              godwit: --edges=0 expected 1..16",
        "up --edges 17~             godwit: --edges=17 expected 1..16",
        "up --http-port 65535 --edges 2~ godwit: 2 edges from port 65535 on need ports up to 65536: choose a lower one with --http-port",
        "up --shards 0~             godwit: --shards=0 expected 1..16",
        "up --shards 17~            godwit: --shards=17 expected 1..16",
        "up --set edge.in-flight=0~ godwit: edge.in-flight=0 expected 1..1024",
        "up --http-port 0~          godwit: edge.http-port=0 expected 1..65535",
        "up --durability never~     godwit: sequencer.durability=never expected durable|replicated",
        "up --bogus~                godwit: unknown option --bogus; see godwit up --help",
        "upp~                       godwit: unknown command or argument upp, did you mean up?; see godwit --help",
        "up --http-prot 80~         godwit: unknown option --http-prot, did you mean --http-port?; see godwit up --help",
        "up --http-prot=80~         godwit: unknown option --http-prot=80, did you mean --http-port?; see godwit up --help",
        "up -d x~                   godwit: unknown option -d; see godwit up --help",
        "help upp~                  godwit: unknown command or argument upp, did you mean up?; see godwit --help",
        "help cluster step-down~    godwit: unknown command or argument step-down; see godwit cluster --help",
        "perf start~                godwit: unknown command or argument start; see godwit perf --help",
        "up --set edge.colour=1~    godwit: unknown setting edge.colour; godwit up --show-settings lists them all",
        "perf run --rate x~         godwit: --rate=x expected a number; see godwit perf run --help",
        "up --data=~                godwit: --data has an empty value: name one, or leave it out",
        "up --config /no.conf~      godwit: config file: there is no /no.conf",
        "up --config /dev~          godwit: config file: /dev is no file",
        "perf run --ws ws://h:1/ws --users 0~ godwit: --users=0 expected an even number from 2 on",
        "perf run --ws ws://h:1/ws --scenario many~ godwit: --scenario=many expected one of one-to-one, group, presence-churn",
        "perf run --ws ws://h:1/ws --members 5~ godwit: --members goes with the scenario group, not one-to-one",
        "perf run --ws ws://h:1/ws --scenario group --members 0~ godwit: --members=0 expected 2 to 5000",
        "perf run --ws ws://h:1/ws --scenario group --users 10~ godwit: --users goes with one-to-one and presence-churn; say --members for a group",
        "perf run --ws ws://h:1/ws --scenario group --peers 2~ godwit: --peers goes with the scenario presence-churn, not group",
        "perf run --ws ws://h:1/ws --scenario group --members 5000 --groups 4~ godwit: --members: 20000 members of all groups expected at most 19500: one process holds at most 20000 descriptors, 500 of them for itself; share the load among several processes",
        "perf run --ws ws://h:1/ws --scenario presence-churn --text-bytes 64~ godwit: --text-bytes goes with one-to-one and group, not presence-churn",
        "perf run --ws ws://h:1/ws --scenario presence-churn --users 200 --rate 100~ godwit: --users=200 expected at least 300: at a rate of 100 each would come or go more than once in 3 s",
        "perf run --users 1.5~      godwit: --users=1.5 expected a whole number; see godwit perf run --help",
        "perf run --ws ws://h:1/ws --rate 0~      godwit: --rate=0 expected more than 0, up to 1000000",
        "perf run --ws ws://h:1/ws --rate -1.5~   godwit: --rate=-1.5 expected more than 0, up to 1000000",
        "perf run --ws ws://h:1/ws --duration 0s~ godwit: --duration=0ms expected a time longer than 0, like 20s",
        "perf run --ws ws://h:1/ws --duration 5~  godwit: --duration=5 expected a time like 500ms, 20s, 10min or 1h",
        "perf run --ws http://h/ws~ godwit: --ws=http://h/ws expected ws://HOST:PORT/ws",
        "perf run --ws ws://h:1/ws --out /dev/null/x~ godwit: --out=/dev/null/x cannot be made, expected a folder that can be written to: /dev/null/x: Not a directory",
        "perf run --ws ws://h:1/ws --out /dev/null~ godwit: --out=/dev/null cannot be made, expected a folder that can be written to: there is a file /dev/null",
        "token --user a --ttl 0s~   godwit: --ttl=0s expected 1s to 365d",
        "token --user a --ttl 366d~ godwit: --ttl=366d expected 1s to 365d",
        "token --user a --data /no~ godwit: no data folder /no: name one with --data",
        "replay verify --data /no~  godwit: no data folder /no: name one with --data",
        "sequencer --help~          godwit: unknown command or argument sequencer; see godwit --help",
        "--help upp~                godwit: unknown command or argument upp, did you mean up?; see godwit --help",
        "cluster step-down --help~  godwit: unknown command or argument step-down; see godwit cluster --help",
        "up --http-prot 80 -h~      godwit: unknown option --http-prot, did you mean --http-port?; see godwit up --help",
        "edge~                      godwit: unknown command or argument edge; see godwit --help",
        "cluster step-down~         godwit: unknown command or argument step-down; see godwit cluster --help",
        "cluster status --data /no~ godwit: no data folder /no: name one with --data"})
    void shouldEndBadUsageWithOneLineAndTwo(final String line, final String message) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(text(err)).isEqualTo(message + "\n");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void shouldTakeNoVariableThatWasNeverSet() {
        assertThat(run("up", "--data", "", "--show-settings")).isEqualTo(2);
        assertThat(run("up", "--cassandra", "", "--show-settings")).isEqualTo(2);
        assertThat(text(err)).isEqualTo("godwit: --data has an empty value: name one, or leave it out\n"
            + "godwit: --cassandra has an empty value: name one, or leave it out\n");
    }

    @Test
    void shouldShowTheSettingsInEffect(@TempDir final Path folder) {
        assertThat(run("up", "--data", folder.toString(), "--show-settings", "--set", "edge.in-flight=7")).isEqualTo(0);
        assertThat(text(out)).contains("edge.in-flight=7 (command line)\n", "cassandra.password=*** (default)\n");
    }

    @Test
    void shouldMintATokenThatLivesAsLongAsTheSettingsSay(@TempDir final Path folder) throws IOException {
        TokenKeyFile.openOrCreate(folder.resolve("token.key"));
        final Path config = Files.writeString(folder.resolve("godwit.conf"), "edge.token-ttl = 2h\n");
        final String data = "--data=" + folder;

        assertThat(lifeS("token", "--user=a", data)).isEqualTo(3_600);
        assertThat(lifeS("token", "--user=a", data, "--config=" + config)).isEqualTo(7_200);
        assertThat(lifeS("token", "--user=a", data, "--config=" + config, "--set=edge.token-ttl=3h")).isEqualTo(10_800);
        assertThat(lifeS("token", "--user=a", data, "--config=" + config, "--ttl=5s")).isEqualTo(5);
        assertThat(run("token", "--user=a", data, "--set=edge.token-tl=3h")).isEqualTo(2);
        assertThat(text(err)).contains("did you mean edge.token-ttl?");
    }

    private long lifeS(final String... args) {
        out.reset();
        assertThat(run(args)).as(text(err)).isEqualTo(0);
        final String claims = new String(Base64.getUrlDecoder().decode(text(out).split("\\.")[1]), StandardCharsets.UTF_8);
        return claim(claims, "exp") - claim(claims, "iat");
    }

    private static long claim(final String claims, final String name) {
        return Long.parseLong(claims.replaceFirst(".*\"" + name + "\":(\\d+).*", "$1"));
    }

    private int run(final String... args) {
        return GodwitCommand.execute(
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), args);
    }

    private static String text(final ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
