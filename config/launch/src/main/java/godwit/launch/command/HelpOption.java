package godwit.launch.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The option that every command has.
 */
@Command(sortOptions = false, optionListHeading = "%nOptions:%n", descriptionHeading = "%n")
abstract class HelpOption {
    @Option(names = {"-h", "--help"}, usageHelp = true, order = 1000, description = "Say what can be asked, and end.")
    private boolean help;
}
