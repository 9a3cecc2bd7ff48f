package godwit.perf;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run does.
 *
 * @param scenario    which load.
 * @param rate        messages, or connects and disconnects, a second, over all users.
 * @param duration    how long is measured.
 * @param warmup      how long the same load runs before, uncounted.
 * @param crowd       who plays; what is not said in it is filled in here.
 * @param ws          the system's WebSocket address.
 * @param out         folder for the report; made when missing.
 * @param seed        what bodies and senders are made from.
 * @param textBytes   length of a message's text.
 * @param tokens      gives the users their tokens.
 * @param commandLine as typed, for the report.
 */
public record PerfOptions(
    Scenario scenario,
    double rate,
    Duration duration,
    Duration warmup,
    Crowd crowd,
    URI ws,
    Path out,
    long seed,
    int textBytes,
    TokenSource tokens,
    String commandLine) {

    private static final int RATE_MAX = 1_000_000;

    /** Checks what is given; throws {@link IllegalArgumentException} with what to change. */
    public PerfOptions {
        check(rate > 0 && rate <= RATE_MAX, "rate=" + plain(rate) + " expected more than 0, up to " + RATE_MAX);
        check(!duration.isNegative() && !duration.isZero(), "duration=" + duration.toMillis() + "ms expected a time longer than 0, like 20s");
        check(!warmup.isNegative(), "warmup=" + warmup.toMillis() + "ms expected 0 or longer");
        check(textBytes >= 64 && textBytes <= 4096, "text-bytes=" + textBytes + " expected 64..4096");
        check("ws".equals(ws.getScheme()) && ws.getHost() != null && ws.getPort() > 0,
            "ws=" + ws + " expected ws://HOST:PORT/ws");
        crowd = crowd.whole(scenario, rate);
    }

    /** How many connections it takes, one for each user. */
    public int connections() {
        return crowd.connections();
    }

    static String plain(final double number) {
        return number == Math.rint(number) && Math.abs(number) < Integer.MAX_VALUE
            ? Integer.toString((int) number) : Double.toString(number);
    }

    private static void check(final boolean holds, final String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
