package godwit.launch.command;

import godwit.launch.EnvironmentException;
import godwit.launch.up.UpNode;
import godwit.launch.up.UpOptions;
import godwit.settings.Settings;
import godwit.settings.SettingsLoader;
import godwit.settings.Topology;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code godwit up}.
 */
@Command(
    name = "up",
    description = {
        "Run the whole system on this machine: shards, edges, journal, Cassandra and web app.",
        "Prints one line, godwit ready …, once messages are taken; Ctrl-C stops all in order."})
final class UpCommand extends HelpOption implements Callable<Integer> {
    private static final int PORT_MAX = 65_535;

    @Option(names = "--http-port", paramLabel = "PORT",
        description = "Port of WebSocket, HTTP and the web app, on 127.0.0.1 (default: 8080).")
    private String httpPort;
    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data",
        description = "Folder that keeps everything (default: ./data).")
    private Path data;
    @Option(names = "--durability", paramLabel = "MODE",
        description = "durable: a message is accepted once on disk; replicated: once in the members' memory"
            + " (default: durable).")
    private String durability;
    @Option(names = "--cassandra", paramLabel = "HOST:PORT",
        description = "Use this Cassandra instead of the embedded one.")
    private String cassandra;
    @Mixin
    private SettingsOption settings;
    @Option(names = "--show-settings", description = "Print every setting, its value and its origin, and end.")
    private boolean showSettings;
    @Option(names = "--shards", paramLabel = "N",
        description = "Shards, chosen at the first start on a data folder (default: 1, or as many as it has).")
    private Integer shards;
    @Option(names = "--members", hidden = true, defaultValue = "1")
    private int members;
    @Option(names = "--edges", paramLabel = "N", defaultValue = "1",
        description = "Edges, on as many ports from --http-port on (default: 1).")
    private int edges;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        needCount("--shards", shards == null ? 1 : shards, Topology.SHARDS_MAX);
        needOne("--members", members);
        needCount("--edges", edges, UpOptions.EDGES_MAX);
        final Settings loaded = load();
        if (showSettings) {
            loaded.effective().forEach(spec.commandLine().getOut()::println);
            return ExitCode.DONE;
        }
        needPorts(loaded.edge().httpPort());
        final CommandLine command = spec.commandLine();
        return new UpNode(loaded, new UpOptions(shards, edges), command.getOut(), command.getErr())
            .run(failure -> ExecutionErrors.say(failure, command.getErr()));
    }

    private Settings load() {
        final SettingsLoader loader = settings.loader(data);
        if (httpPort != null) {
            loader.set("edge.http-port", httpPort);
        }
        if (durability != null) {
            loader.set("sequencer.durability", durability);
        }
        if (cassandra != null) {
            loader.set("cassandra.contact-point", cassandra);
        }
        return loader.load();
    }

    private static void needOne(final String flag, final int value) {
        if (value != 1) {
            throw new EnvironmentException(flag + "=" + value + ": only 1 can be run by this version; leave it out");
        }
    }

    private void needPorts(final int firstPort) {
        if (firstPort + edges - 1 > PORT_MAX) {
            throw new EnvironmentException(edges + " edges from port " + firstPort + " on need ports up to "
                + (firstPort + edges - 1) + ": choose a lower one with --http-port");
        }
    }

    private static void needCount(final String flag, final int value, final int max) {
        if (value < 1 || value > max) {
            throw new EnvironmentException(flag + "=" + value + " expected 1.." + max);
        }
    }
}
