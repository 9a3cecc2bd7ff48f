package godwit.launch.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;

/**
 * One line for each event: time, level, thread, logger, message, and the exception: in full for the file, in words
 * for the terminal.
 */
final class OneLineLayout extends LayoutBase<ILoggingEvent> {
    private static final int FRAMES_MAX = 40;

    private final boolean withFrames;

    OneLineLayout(final boolean withFrames) {
        this.withFrames = withFrames;
    }

    @Override
    public String doLayout(final ILoggingEvent event) {
        final StringBuilder line = new StringBuilder(160)
            .append(Instant.ofEpochMilli(event.getTimeStamp())).append(' ')
            .append(event.getLevel()).append(' ')
            .append('[').append(OneLine.of(event.getThreadName())).append("] ")
            .append(event.getLoggerName()).append(": ")
            .append(OneLine.of(event.getFormattedMessage()));
        if (withFrames) {
            for (IThrowableProxy thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
                append(line, thrown);
            }
        } else if (event.getThrowableProxy() instanceof ThrowableProxy thrown) {
            line.append(": ").append(OneLine.of(Reason.of(thrown.getThrowable())));
        }
        return line.append('\n').toString();
    }

    private void append(final StringBuilder line, final IThrowableProxy thrown) {
        line.append(" | ").append(thrown.getClassName());
        if (thrown.getMessage() != null) {
            line.append(": ").append(OneLine.of(thrown.getMessage()));
        }
        final StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        for (int i = 0; i < Math.min(FRAMES_MAX, frames.length); i++) {
            line.append(" < ").append(frames[i].getStackTraceElement());
        }
    }
}
