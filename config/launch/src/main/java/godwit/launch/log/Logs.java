package godwit.launch.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Sets logging up in code: warnings to the terminal, all of ours and other people's warnings to a bounded file.
 */
public final class Logs {
    private static final String FILE_NAME = "godwit.log";
    private static final int OLD_FILES_MAX = 4;
    private static final long FILE_BYTES_MAX = 8L << 20;

    private Logs() {
    }

    /** Warnings and errors to stderr, nothing else anywhere. */
    public static void toTerminal() {
        final LoggerContext context = context();
        context.reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        // Every lost connection is a warning to the driver; the journal says once in a while that writes are retried.
        context.getLogger("com.datastax.oss.driver").setLevel(Level.ERROR);
        final ConsoleAppender<ILoggingEvent> terminal = new ConsoleAppender<>();
        terminal.setTarget("System.err");
        final ThresholdFilter warnings = new ThresholdFilter();
        warnings.setLevel("WARN");
        warnings.start();
        terminal.addFilter(warnings);
        start(context, terminal, false);
    }

    /**
     * Besides, everything of ours from INFO up to a file, {@value #OLD_FILES_MAX} older ones kept.
     *
     * @param folder exists.
     */
    public static void toFile(final Path folder) {
        final LoggerContext context = context();
        context.getLogger("godwit").setLevel(Level.INFO);
        final RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setFile(folder.resolve(FILE_NAME).toString());
        file.setContext(context);
        file.setRollingPolicy(rolling(context, file, folder));
        final SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
        trigger.setContext(context);
        trigger.setMaxFileSize(new FileSize(FILE_BYTES_MAX));
        trigger.start();
        file.setTriggeringPolicy(trigger);
        start(context, file, true);
    }

    /** Everything logged so far is in the file afterwards. */
    public static void flush() {
        context().stop();
    }

    private static FixedWindowRollingPolicy rolling(
        final LoggerContext context, final RollingFileAppender<ILoggingEvent> file, final Path folder) {
        final FixedWindowRollingPolicy policy = new FixedWindowRollingPolicy();
        policy.setContext(context);
        policy.setParent(file);
        policy.setFileNamePattern(folder.resolve("godwit.%i.log").toString());
        policy.setMinIndex(1);
        policy.setMaxIndex(OLD_FILES_MAX);
        policy.start();
        return policy;
    }

    private static void start(
        final LoggerContext context, final OutputStreamAppender<ILoggingEvent> appender, final boolean withFrames) {
        final OneLineLayout layout = new OneLineLayout(withFrames);
        layout.setContext(context);
        layout.start();
        final LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
