package godwit.launch.command;

import picocli.CommandLine.Command;

/**
 * {@code godwit perf …}: how fast it is.
 */
@Command(
    name = "perf",
    description = "Put load on a running godwit and report its latencies.",
    subcommands = PerfRunCommand.class)
final class PerfCommand extends HelpOption {
}
