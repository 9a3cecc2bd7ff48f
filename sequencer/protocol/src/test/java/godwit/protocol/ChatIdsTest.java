package godwit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the text of chat ids to one form each way. */
final class ChatIdsTest {

    @ParameterizedTest
    @CsvSource({
        "0,                   0,    0000000000000",
        "1,                   0,    0000000000001",
        "2251799813685248,    1,    0020000000000",
        "8568098291072368641, 3805, 7dt0000000001",
        "9223372036854775807, 4095, 7zzzzzzzzzzzz",
    })
    void shouldWriteAndReadKnownIds(final long chatId, final int partition, final String text) {
        assertThat(ChatIds.format(chatId)).isEqualTo(text);
        assertThat(ChatIds.parse(text)).isEqualTo(chatId);
        assertThat(ChatIds.partition(chatId)).isEqualTo(partition);
    }

    @Test
    void shouldReadWhatItWroteAndKeepTheOrder() {
        final Random random = new Random(4701);
        long previous = 0;
        for (int i = 0; i < 10_000; i++) {
            final long chatId = random.nextLong() & Long.MAX_VALUE;
            assertThat(ChatIds.parse(ChatIds.format(chatId))).isEqualTo(chatId);
            assertThat(Integer.signum(ChatIds.format(previous).compareTo(ChatIds.format(chatId))))
                .isEqualTo(Long.compare(previous, chatId));
            previous = chatId;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "000000000000", "00000000000000", "8000000000000", "zzzzzzzzzzzzz", "000000000000A",
        "000000000000i", "000000000000l", "000000000000o", "000000000000u", "000000000000-", "000000000000 ",
        "000000000000\u0000", "000000000000\u00e9", "000000000000\uff10", "/000000000000"})
    void shouldRefuseWhatIsNotInItsOneForm(final String text) {
        assertThat(ChatIds.parse(text)).isEqualTo(ChatIds.NULL_ID);
    }
}
