package godwit.launch.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What every command has: its help, and how that is laid out.
 */
@Command(sortOptions = false, synopsisSubcommandLabel = "COMMAND", descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n", commandListHeading = "%nCommands:%n")
abstract class HelpOption {
    @Option(names = {"-h", "--help"}, usageHelp = true, order = 1000, description = "Say what can be asked, and end.")
    private boolean help;
}
