package godwit.launch.house;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Breaks every rule of {@link ModuleArrowsTest} on purpose: one that nothing can break holds nothing. */
final class BrokenArrowsTest {
    /** The rule, and a class that breaks it: its package and the type that it must not know. */
    private static final Map<String, List<String>> BROKEN = new TreeMap<>(Map.ofEntries(
        entry("CORE_SHOULD_SEE_AGRONA_ALONE", List.of("godwit.core", "io.aeron.Publication")),
        entry("PROTOCOL_SHOULD_SEE_AGRONA_ALONE", List.of("godwit.protocol", "org.slf4j.Logger")),
        entry("CLIENT_SHOULD_SEE_PROTOCOL_ALONE", List.of("godwit.client", "godwit.core.CoreLimits")),
        entry("SETTINGS_SHOULD_SEE_NO_MODULE", List.of("godwit.settings", "godwit.protocol.ChatIds")),
        entry("NODE_SHOULD_SEE_CORE_PROTOCOL_SETTINGS", List.of("godwit.sequencer.egress", "godwit.edge.EdgeNode")),
        entry("EDGE_SHOULD_SEE_PROTOCOL_AND_SETTINGS", List.of("godwit.edge.session", "godwit.core.CoreLimits")),
        entry("JOURNAL_SHOULD_SEE_PROTOCOL_AND_SETTINGS", List.of("godwit.journal", "godwit.sequencer.SequencerNode")),
        entry("REPLAY_SHOULD_SEE_NO_EDGE", List.of("godwit.replay", "godwit.edge.EdgeNode")),
        entry("PERF_SHOULD_BE_A_CLIENT_OF_ITS_OWN", List.of("godwit.perf", "godwit.edge.EdgeNode")),
        entry("NETTY_SHOULD_STAY_AT_THE_SOCKETS", List.of("godwit.edge.session", "io.netty.channel.Channel")),
        entry("THE_DRIVER_SHOULD_STAY_IN_THE_JOURNAL",
            List.of("godwit.edge.downlink", "com.datastax.oss.driver.api.core.CqlSession")),
        entry("AERON_SHOULD_STAY_IN_ADAPTERS", List.of("godwit.edge.uplink", "io.aeron.Publication")),
        entry("THE_DISRUPTOR_SHOULD_STAY_IN_ITS_RINGS",
            List.of("godwit.edge.uplink", "com.lmax.disruptor.RingBuffer")),
        entry("ONLY_MAIN_SHOULD_EXIT", List.of("godwit.edge", "System.exit")),
        entry("MODULES_SHOULD_FORM_NO_CIRCLE", List.of("godwit.here", "godwit.there.Broken"))));

    @TempDir
    private Path folder;

    static Stream<String> rules() {
        return BROKEN.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void shouldNoticeWhatBreaks(final String rule) throws Exception {
        final String home = BROKEN.get(rule).get(0);
        final String foreign = BROKEN.get(rule).get(1);

        final JavaClasses broken = switch (rule) {
            case "ONLY_MAIN_SHOULD_EXIT" -> compiled(source(home, "void end() { " + foreign + "(1); }"));
            case "MODULES_SHOULD_FORM_NO_CIRCLE" -> compiled(source(home, foreign + " foreign;"),
                source("godwit.there", home + ".Broken foreign;"));
            default -> compiled(source(home, foreign + " foreign;"));
        };

        assertThat(rule(rule).evaluate(broken).hasViolation()).as(rule).isTrue();
    }

    @Test
    void shouldBreakEveryRule() {
        final List<String> all = Arrays.stream(ModuleArrowsTest.class.getDeclaredFields())
            .filter(field -> field.getType() == ArchRule.class).map(Field::getName).toList();

        assertThat(BROKEN.keySet()).containsExactlyInAnyOrderElementsOf(all);
    }

    private static ArchRule rule(final String name) throws ReflectiveOperationException {
        return (ArchRule) ModuleArrowsTest.class.getDeclaredField(name).get(null);
    }

    /** A public class named Broken; empty bodies break nothing. */
    private static List<String> source(final String home, final String body) {
        return List.of(home, "package " + home + "; public class Broken { " + body + " }");
    }

    @SafeVarargs
    private JavaClasses compiled(final List<String>... sources) throws IOException {
        final Path classes = folder.resolve("classes");
        final String[] files = new String[sources.length];
        for (int i = 0; i < sources.length; i++) {
            final Path file = folder.resolve(sources[i].get(0).replace('.', '/')).resolve("Broken.java");
            Files.createDirectories(file.getParent());
            files[i] = Files.writeString(file, sources[i].get(1)).toString();
        }
        final List<String> options = List.of("-proc:none", "-d", classes.toString(), "-cp",
            System.getProperty("java.class.path"));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null,
            Stream.concat(options.stream(), Arrays.stream(files)).toArray(String[]::new))).isZero();
        return new ClassFileImporter().importPath(classes);
    }
}
