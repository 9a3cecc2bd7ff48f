package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits with which no shard could work are never put in force: each with its floor and its ceiling. */
class CoreLimitsTest {
    @Test
    void shouldBeValidAsAShardStarts() {
        assertThat(CoreLimits.DEFAULT.isValid()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "inFlightMax, 1, 65536",
        "unacknowledgedMax, 1, 65536",
        "payloadBytesMax, 1048576,",
        "unjournaledEntriesMax, 1,",
        "unjournaledBytesMax, 1,",
        "inboxEntriesMax, 1,",
        "inboxRetentionMs, 1,",
        "leaseMs, 1,",
        "redeliverMs, 1, 3600000",
        "inboxGraceMs, 1,",
        "bodyBytesMax, 1, 49152",
        "usersMax, 1,",
        "chatsMax, 1,",
        "chatsPerUserMax, 1,",
        "keysMax, 1,",
        "groupMembersMax, 2, 20000",
        "fanoutMax, 2, 1000",
        "presenceMax, 1,",
        "membershipTimesMax, 1, 4096",
        "ownRunsMax, 1, 4096",
        "linkRecordsMax, 64, 65536",
        "commandUsersMax, 1, 1000"})
    void shouldBeValidFromTheFloorToTheCeiling(final String name, final long floor, final Long ceiling) throws Exception {
        assertThat(with(name, floor - 1).isValid()).as("below the floor").isFalse();
        assertThat(with(name, floor).isValid()).as("at the floor").isTrue();
        assertThat(with(name, floor + 1).isValid()).as("above the floor").isTrue();
        if (ceiling != null) {
            assertThat(with(name, ceiling - 1).isValid()).as("below the ceiling").isTrue();
            assertThat(with(name, ceiling).isValid()).as("at the ceiling").isTrue();
            assertThat(with(name, ceiling + 1).isValid()).as("above the ceiling").isFalse();
        }
    }

    @Test
    void shouldPutInForceNoneThatAreNotValid() throws Exception {
        final Shard shard = new Shard();
        final CoreLimits before = shard.limits();
        shard.core.onConfigure(with("inFlightMax", 0));
        assertThat(shard.limits()).isEqualTo(before);
        shard.core.onConfigure(with("inFlightMax", 1));
        assertThat(shard.limits()).isEqualTo(with("inFlightMax", 1));
    }

    /** The standard ones, but for one. */
    private static CoreLimits with(final String name, final long value) throws Exception {
        final RecordComponent[] components = CoreLimits.class.getRecordComponents();
        final Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = components[i].getName().equals(name)
                ? (components[i].getType() == int.class ? (Object) Math.toIntExact(value) : (Object) value)
                : components[i].getAccessor().invoke(CoreLimits.DEFAULT);
        }
        final Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        final Constructor<CoreLimits> constructor = CoreLimits.class.getDeclaredConstructor(types);
        return constructor.newInstance(values);
    }

    /** What the others do not need is for chats. */
    @Test
    void shouldGiveWhatIsLeftToChats() {
        final long bytes = 8L << 30;
        final CoreLimits standard = CoreLimits.DEFAULT.fittingInto(bytes);
        final CoreLimits fewUsers = Limits.of(CoreLimits.DEFAULT).users(100_000).keys(100_000).build().fittingInto(bytes);
        assertThat(standard.chatsMax()).isBetween(1_000_000L, CoreLimits.DEFAULT.chatsMax() - 1);
        assertThat(fewUsers.usersMax()).isEqualTo(100_000);
        assertThat(fewUsers.chatsMax()).isGreaterThan(standard.chatsMax() * 3 / 2);
        assertThat(CoreLimits.DEFAULT.fittingInto(1L << 40)).isEqualTo(CoreLimits.DEFAULT);
        assertThat(CoreLimits.DEFAULT.fittingInto(0).isValid()).isTrue();
    }
}
