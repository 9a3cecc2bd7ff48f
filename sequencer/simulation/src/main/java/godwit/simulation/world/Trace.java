package godwit.simulation.world;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What happened in a run, a line an event; costs next to nothing when nobody reads it. */
public final class Trace {
    private final Clock clock;
    private final Consumer<String> reader;

    /**
     * A trace.
     *
     * @param clock  stamps the lines.
     * @param reader takes them; null: nobody does.
     */
    public Trace(final Clock clock, final Consumer<String> reader) {
        this.clock = clock;
        this.reader = reader;
    }

    /** An event. */
    public void say(final Supplier<String> event) {
        if (reader != null) {
            reader.accept(String.format(Locale.ROOT, "%9.3f %s", clock.nowMs() / 1000.0, event.get()));
        }
    }
}
