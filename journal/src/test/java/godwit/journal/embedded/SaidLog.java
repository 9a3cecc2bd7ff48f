package godwit.journal.embedded;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What a class says in the log during one test. */
final class SaidLog implements BeforeEachCallback, AfterEachCallback {
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Logger logger;

    SaidLog(final Class<?> speaker) {
        logger = (Logger) LoggerFactory.getLogger(speaker);
    }

    @Override
    public void beforeEach(final ExtensionContext context) {
        said.list = new CopyOnWriteArrayList<>();
        said.start();
        logger.addAppender(said);
    }

    @Override
    public void afterEach(final ExtensionContext context) {
        logger.detachAppender(said);
    }

    List<ILoggingEvent> lines() {
        return said.list;
    }
}
