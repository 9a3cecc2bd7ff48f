package godwit.launch.command;

import godwit.launch.EnvironmentException;
import godwit.launch.OperationException;
import godwit.launch.data.FolderAccess;
import godwit.launch.log.Reason;
import godwit.replay.ReplayVerify;
import godwit.replay.VerifyResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code godwit replay verify}.
 */
@Command(
    name = "verify",
    description = "Replay each log through a fresh core and compare its state with the hashes of audits and snapshots.")
final class ReplayVerifyCommand extends HelpOption implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private AnswerOption answer;

    @Override
    public Integer call() throws IOException {
        final VerifyResult result = verify();
        answer.print(result::json, result::text);
        if (!result.isOk()) {
            answer.alsoSay(result::text);
        }
        return result.exitCode();
    }

    private VerifyResult verify() throws IOException {
        FolderAccess.check(data.folder());
        try {
            return ReplayVerify.verify(data.folder());
        } catch (final AccessDeniedException e) {
            throw FolderAccess.denied(data.folder());
        } catch (final UncheckedIOException e) {
            throw e.getCause() instanceof AccessDeniedException ? FolderAccess.denied(data.folder())
                : new OperationException("the log cannot be read: " + Reason.of(e), e);
        } catch (final NoSuchFileException e) {
            throw new EnvironmentException("no shard's log in " + data.folder()
                + "; name the data folder of a godwit up with --data");
        }
    }
}
