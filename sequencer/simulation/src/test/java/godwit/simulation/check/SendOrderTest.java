package godwit.simulation.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import godwit.simulation.world.SimulationFailure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is judged of the order of sends. */
class SendOrderTest {
    private static final long CHAT = 7;

    private final SendOrder order = new SendOrder();

    @BeforeEach
    void sayTwo() {
        order.onSaid(CHAT, "first", 0);
        order.onSaid(CHAT, "second", 1);
    }

    @Test
    void shouldFindASendThatWasAcceptedBehindARefusedOne() {
        order.onSent(CHAT, "second", 1, false, 10);
        assertThatThrownBy(() -> order.onRefused(CHAT, "first", 0, 20)).isInstanceOf(SimulationFailure.class)
            .hasMessageContaining("first was refused, second was sent after it");
    }

    @Test
    void shouldLetPassWhatWasAcceptedAndRefusedSinceItsAnswerWasLost() {
        order.onSent(CHAT, "second", 2, false, 10);
        assertThatCode(() -> order.onRefused(CHAT, "first", 1, 5_000)).doesNotThrowAnyException();
    }

    @Test
    void shouldFindThatItWasAcceptedBehindTheOtherOne() {
        order.onSent(CHAT, "second", 1, false, 10);
        assertThatThrownBy(() -> order.onRefused(CHAT, "first", 2, 5_000)).isInstanceOf(SimulationFailure.class);
    }
}
