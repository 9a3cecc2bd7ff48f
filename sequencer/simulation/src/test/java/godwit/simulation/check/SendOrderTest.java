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
        order.onSaid(CHAT, "first", 0, 0);
        order.onSaid(CHAT, "second", 0, 1);
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

    @Test
    void shouldCountTheTwoSecondsFromTheFirstThatWasRefused() {
        order.onSaid(CHAT, "third", 0, 1_500);
        order.onRefused(CHAT, "first", 0, 20);
        order.onRefused(CHAT, "second", 0, 30);
        assertThatCode(() -> order.onSent(CHAT, "third", 1, false, 2_000)).doesNotThrowAnyException();
    }

    @Test
    void shouldFindASendThatWasAcceptedWithinTheTwoSecondsOfTheFirst() {
        order.onSaid(CHAT, "third", 0, 1_500);
        order.onRefused(CHAT, "first", 0, 20);
        order.onRefused(CHAT, "second", 0, 30);
        assertThatThrownBy(() -> order.onSent(CHAT, "third", 1, false, 1_999)).isInstanceOf(SimulationFailure.class);
    }

    @Test
    void shouldCountAnewForOneThatWasRefusedWhenTheFirstTwoSecondsWereOver() {
        order.onRefused(CHAT, "first", 0, 20);
        order.onRefused(CHAT, "second", 0, 30);
        order.onSaid(CHAT, "third", 0, 2_030);
        order.onSaid(CHAT, "fourth", 0, 2_031);
        order.onRefused(CHAT, "third", 0, 2_040);
        assertThatThrownBy(() -> order.onSent(CHAT, "fourth", 1, false, 4_000)).isInstanceOf(SimulationFailure.class);
    }

    @Test
    void shouldFindASendWithAPlaceThatWasToldOfBeforeItWasSent() {
        order.onSaid(CHAT, "third", 8, 10);
        assertThatThrownBy(() -> order.onSent(CHAT, "third", 8, false, 20)).isInstanceOf(SimulationFailure.class)
            .hasMessage("third has sequence 8, but 8 was told before it was sent");
    }

    @Test
    void shouldJudgeASendByWhatWasToldWhenItWasSaidFirstAlsoOnAnotherConnection() {
        order.onSaid(CHAT, "third", 8, 10);
        order.onConnected();
        order.onSaid(CHAT, "third", 12, 10);
        assertThatCode(() -> order.onSent(CHAT, "third", 9, true, 20)).doesNotThrowAnyException();
        assertThatThrownBy(() -> order.onRefused(CHAT, "third", 7, 30)).isInstanceOf(SimulationFailure.class);
    }
}
