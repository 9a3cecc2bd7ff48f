package godwit.perf;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run does.
 *
 * @param scenario    its name; {@value #ONE_TO_ONE} is the one there is.
 * @param rate        messages a second, over all users.
 * @param duration    how long is measured.
 * @param warmup      how long the same load runs before, uncounted.
 * @param users       how many users, even; 0: as many as keep each below a quarter of its rate limit.
 * @param ws          the system's WebSocket address.
 * @param out         folder for the report; made when missing.
 * @param seed        what the bodies are made from.
 * @param textBytes   length of a message's text.
 * @param tokens      gives the users their tokens.
 * @param commandLine as typed, for the report.
 */
public record PerfOptions(
    String scenario,
    double rate,
    Duration duration,
    Duration warmup,
    int users,
    URI ws,
    Path out,
    long seed,
    int textBytes,
    TokenSource tokens,
    String commandLine) {

    /** Pairs of users, each pair in a direct chat, both writing. */
    public static final String ONE_TO_ONE = "one-to-one";

    private static final double RATE_PER_USER = 50;
    private static final int RATE_MAX = 1_000_000;
    private static final int USERS_MAX = 10_000;

    /** Checks what is given; throws {@link IllegalArgumentException} with what to change. */
    public PerfOptions {
        check(ONE_TO_ONE.equals(scenario), "scenario=" + scenario + " expected " + ONE_TO_ONE);
        check(rate > 0 && rate <= RATE_MAX, "rate=" + plain(rate) + " expected more than 0, up to " + RATE_MAX);
        check(!duration.isNegative() && !duration.isZero(), "duration=" + duration.toMillis() + "ms expected a time longer than 0, like 20s");
        check(!warmup.isNegative(), "warmup=" + warmup.toMillis() + "ms expected 0 or longer");
        check(users >= 0 && users % 2 == 0 && users <= USERS_MAX,
            "users=" + users + " expected an even number up to " + USERS_MAX);
        check(textBytes >= 64 && textBytes <= 4096, "text-bytes=" + textBytes + " expected 64..4096");
        check("ws".equals(ws.getScheme()) && ws.getHost() != null && ws.getPort() > 0,
            "ws=" + ws + " expected ws://HOST:PORT/ws");
    }

    /**
     * How many users play.
     *
     * @return an even number, at least 2.
     */
    public int usersOrDefault() {
        return users > 0 ? users : Math.min(USERS_MAX, Math.max(1, (int) Math.ceil(rate / RATE_PER_USER / 2)) * 2);
    }

    private static String plain(final double number) {
        return number == Math.rint(number) && Math.abs(number) < Integer.MAX_VALUE
            ? Integer.toString((int) number) : Double.toString(number);
    }

    private static void check(final boolean holds, final String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
