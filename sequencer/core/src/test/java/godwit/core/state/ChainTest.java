package godwit.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Items stay in the order in which they came, whoever of them is taken out, and the other halves of their words as they are. */
class ChainTest {
    private static final int LINK = 1;
    private static final int HEAD = 1;
    private static final int OTHER_HALF = 77;

    private final Tables registry = new Tables();
    private final Table items = registry.table("items", 2);
    private final Table owners = registry.table("owners", 2);
    private final Chain chain = new Chain(items, LINK, owners, HEAD);
    private final int owner = record(owners);

    @BeforeEach
    void add() {
        for (int i = 1; i <= 4; i++) {
            chain.append(owner, record(items));
        }
    }

    @Test
    void shouldTakeOutFirstLastAndOneBetweenThem() {
        assertThat(all()).containsExactly(1, 2, 3, 4);
        chain.remove(owner, 2);
        assertThat(all()).containsExactly(1, 3, 4);
        chain.remove(owner, 4);
        assertThat(all()).containsExactly(1, 3);
        chain.remove(owner, 1);
        assertThat(all()).containsExactly(3);
        chain.append(owner, 2);
        assertThat(all()).containsExactly(3, 2);
        assertThat(items.high(2, LINK)).isEqualTo(OTHER_HALF);
        assertThat(owners.high(owner, HEAD)).isEqualTo(OTHER_HALF);
    }

    @Test
    void shouldFindOutThatAnItemIsInNoChainOrStillInOne() {
        chain.remove(owner, 3);
        assertThatThrownBy(() -> chain.remove(owner, 3)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> chain.append(owner, 1)).isInstanceOf(IllegalStateException.class);
    }

    private static int record(final Table table) {
        final int slot = table.allocate();
        table.set(slot, 0, 1);
        table.set(slot, 1, Table.pack(0, OTHER_HALF));
        return slot;
    }

    private List<Integer> all() {
        final List<Integer> slots = new ArrayList<>();
        for (int item = chain.first(owner); item != 0; item = chain.next(item)) {
            slots.add(item);
        }
        return slots;
    }
}
