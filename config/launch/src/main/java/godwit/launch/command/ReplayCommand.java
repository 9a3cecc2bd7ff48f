package godwit.launch.command;

import picocli.CommandLine.Command;

/**
 * {@code godwit replay …}: what the shards' logs say.
 */
@Command(
    name = "replay",
    description = "Read the shards' replicated logs, of a godwit that runs or stopped.",
    subcommands = ReplayVerifyCommand.class)
final class ReplayCommand extends HelpOption {
}
