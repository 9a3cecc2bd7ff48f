package godwit.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    private final Schedule schedule = new Schedule(1_000, 1e9, 3, 10, 20);

    @Test
    void shouldNumberEachSideOfEachChatWithoutGaps() {
        final long[][] next = new long[3][2];
        for (long message = 0; message < 60; message++) {
            final int chat = schedule.chat(message);
            final int side = schedule.side(message);
            assertThat(schedule.number(message)).isEqualTo(next[chat][side]++);
            assertThat(new ChatSeat(chat, 1 - side, 3).message(side, schedule.number(message))).isEqualTo(message);
        }
    }

    @Test
    void shouldMeasureAfterTheWarmUpOnly() {
        assertThat(schedule.intendedNs(5)).isEqualTo(1_005);
        assertThat(schedule.measured(1_009)).isFalse();
        assertThat(schedule.measured(1_010)).isTrue();
        assertThat(schedule.measured(1_029)).isTrue();
        assertThat(schedule.measured(1_030)).isFalse();
        assertThat(schedule.over(1_030)).isTrue();
    }
}
