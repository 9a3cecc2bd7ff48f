package godwit.journal.write.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.WriteType;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is made good while Cassandra is busy. */
class SchemaTest {
    private final CqlSession session = proxy(CqlSession.class, this::execute);
    private int timeoutsLeft;
    private int versionsWritten;

    @Test
    void shouldWriteTheVersionAgainThatTookTooLong() {
        timeoutsLeft = 2;
        new Schema(session, "godwit").ensure(true, "datacenter1");
        assertThat(versionsWritten).isEqualTo(1);
    }

    @Test
    void shouldGiveUpWhenItTakesTooLongEachTime() {
        timeoutsLeft = Integer.MAX_VALUE;
        assertThatThrownBy(() -> new Schema(session, "godwit").ensure(true, "datacenter1"))
            .isInstanceOf(WriteTimeoutException.class);
    }

    /** Of a keyspace of version 0 that has all columns. */
    private Object execute(final Object argument) {
        if (((SimpleStatement) argument).getQuery().startsWith("INSERT")) {
            if (timeoutsLeft-- > 0) {
                throw new WriteTimeoutException(null, ConsistencyLevel.LOCAL_QUORUM, 0, 1, WriteType.SIMPLE);
            }
            versionsWritten++;
        }
        final Row row = proxy(Row.class, index -> 0);
        return proxy(ResultSet.class, none -> row);
    }

    /** Whose every method is the same one, of its first argument. */
    private static <T> T proxy(final Class<T> type, final UnaryOperator<Object> method) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
            (self, called, arguments) -> method.apply(arguments == null ? null : arguments[0])));
    }
}
