package godwit.launch.command;

import picocli.CommandLine.Command;

/**
 * {@code godwit cluster …}: operate a running cluster.
 */
@Command(
    name = "cluster",
    description = "Operate a running godwit.",
    subcommands = {ClusterStatusCommand.class, ClusterSnapshotCommand.class})
final class ClusterCommand extends HelpOption {
}
