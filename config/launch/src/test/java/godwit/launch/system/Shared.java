package godwit.launch.system;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * One {@code godwit up} with {@link Users#SHARDS} shards and two edges for all classes that only talk to it: started by
 * the first that asks, ended after the last. A failing test's message is followed by the end of its log.
 */
final class Shared implements BeforeAllCallback, ParameterResolver, TestWatcher {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Shared.class);
    private static final int LOG_TAIL = 8_000;

    @Override
    public void beforeAll(final ExtensionContext context) {
        instance(context);
    }

    @Override
    public boolean supportsParameter(final ParameterContext parameter, final ExtensionContext context) {
        return parameter.getParameter().getType() == RunningGodwit.class;
    }

    @Override
    public Object resolveParameter(final ParameterContext parameter, final ExtensionContext context) {
        return instance(context);
    }

    @Override
    public void testFailed(final ExtensionContext context, final Throwable cause) {
        final String log = instance(context).log();
        System.err.println("---- godwit's log, its end, for " + context.getDisplayName() + " ----\n"
            + log.substring(Math.max(0, log.length() - LOG_TAIL)));
    }

    private static RunningGodwit instance(final ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE)
            .getOrComputeIfAbsent("up", key -> new Owner(start()), Owner.class).godwit;
    }

    private static RunningGodwit start() {
        try {
            final Path folder = Files.createTempDirectory("godwit-system");
            return RunningGodwit.start(folder.resolve("data"), "--shards", String.valueOf(Users.SHARDS), "--edges", "2");
        } catch (final java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Ends it with the test run. */
    private record Owner(RunningGodwit godwit) implements AutoCloseable {
        @Override
        public void close() {
            godwit.close();
        }
    }
}
