package godwit.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import godwit.simulation.world.SimulationFailure;
import org.junit.jupiter.api.Test;

/** What is judged of keys that have more than one place. */
class KeysTest {
    private static final long CHAT = 7;
    private static final long LONG_MS = 1_000;

    private final SendOrder order = new SendOrder();

    private static Entry entry(final String key, final long sequence) {
        return new Entry(CHAT, sequence, sequence, sequence, "anna", "phone", key, null);
    }

    private static Keys asked(final int keysMax, final int changes) {
        final Keys keys = new Keys(keysMax, LONG_MS);
        keys.onPlaced(0, entry("first", 1));
        for (int i = 0; i < changes; i++) {
            keys.onAsked(0);
        }
        keys.onPlaced(0, entry("first", 2));
        return keys;
    }

    private static Keys placed(final int keysMax, final long retentionMs) {
        final Keys keys = new Keys(keysMax, retentionMs);
        keys.onPlaced(0, entry("first", 1));
        keys.onPlaced(0, entry("second", 2));
        keys.onPlaced(0, entry("first", 3));
        return keys;
    }

    @Test
    void shouldJudgeTheOrderByTheFirstPlaceOfAKeyThatWasForgotten() {
        final Keys keys = placed(2, LONG_MS);
        order.onSaid(CHAT, "first", 0, 0);
        order.onSaid(CHAT, "second", 0, 1);
        assertThat(keys.last("anna", CHAT, "first").sequence()).isEqualTo(3);
        assertThatCode(() -> {
            order.onRefused(CHAT, "first", keys.first("anna", CHAT, "first").sequence(), 5_000);
            order.onRefused(CHAT, "second", keys.first("anna", CHAT, "second").sequence(), 5_000);
        }).doesNotThrowAnyException();
    }

    @Test
    void shouldFindAKeyThatHasTwoPlacesThoughThereWasRoom() {
        assertThatThrownBy(() -> placed(3, LONG_MS)).isInstanceOf(SimulationFailure.class)
            .hasMessageContaining("has a place twice");
    }

    @Test
    void shouldAllowAKeyASecondPlaceOnlyOnceItIsOlderThanItIsKept() {
        assertThatCode(() -> placed(3, 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> placed(3, 2)).isInstanceOf(SimulationFailure.class).hasMessageContaining("has a place twice");
    }

    @Test
    void shouldCountChangesThatAreAskedForAsWhatIsRemembered() {
        assertThatCode(() -> asked(5, 4)).doesNotThrowAnyException();
        assertThatThrownBy(() -> asked(5, 3)).isInstanceOf(SimulationFailure.class).hasMessageContaining("has a place twice");
    }
}
