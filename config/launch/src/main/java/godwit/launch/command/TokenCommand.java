package godwit.launch.command;

import godwit.edge.auth.TokenKeyFile;
import godwit.edge.auth.TokenMinter;
import godwit.edge.auth.TokenRules;
import godwit.launch.EnvironmentException;
import godwit.launch.data.DataFolder;
import godwit.launch.data.FolderAccess;
import godwit.launch.log.Reason;
import godwit.settings.DurationText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code godwit token}.
 */
@Command(name = "token", description = "Print a token for a user, signed with the data folder's key.")
final class TokenCommand extends HelpOption implements Callable<Integer> {
    @Option(names = "--user", paramLabel = "U", required = true, description = "Whom it is for.")
    private String user;
    @Option(names = "--device", paramLabel = "D", description = "The only device that may use it (default: any).")
    private String device;
    @Option(names = "--ttl", paramLabel = "TIME",
        description = "How long it is valid (default: the setting edge.token-ttl, 1h).")
    private String ttl;
    @Mixin
    private DataOption data;
    @Mixin
    private SettingsOption settings;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        final long ttlMs = ttlMs();
        FolderAccess.check(data.folder());
        try {
            final TokenMinter minter = new TokenMinter(TokenKeyFile.open(DataFolder.tokenKey(data.folder())));
            spec.commandLine().getOut().println(minter.mint(user, device, ttlMs, System.currentTimeMillis()).token());
            return ExitCode.DONE;
        } catch (final AccessDeniedException e) {
            throw FolderAccess.denied(data.folder());
        } catch (final IOException | IllegalArgumentException e) {
            throw new EnvironmentException(Reason.of(e));
        }
    }

    private long ttlMs() {
        final long settingMs = settings.loader(data.folder()).load().edge().times().tokenTtlMs();
        if (ttl == null) {
            return settingMs;
        }
        final long ms = DurationText.parse("--ttl", ttl).toMillis();
        if (ms < 1_000 || ms > TokenRules.TTL_MS_MAX) {
            throw new EnvironmentException("--ttl=" + ttl + " expected 1s to "
                + TimeUnit.MILLISECONDS.toDays(TokenRules.TTL_MS_MAX) + "d");
        }
        return ms;
    }
}
