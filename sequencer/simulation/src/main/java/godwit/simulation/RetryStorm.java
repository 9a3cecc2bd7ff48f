package godwit.simulation;

import godwit.simulation.check.Sight;
import godwit.simulation.phone.Phone;
import godwit.simulation.world.Draw;
import java.util.List;

/** All phones send much, die before they have their answers, and come back at once to send it again. */
final class RetryStorm {
    private static final long ANSWERS_BEGIN_MS = 40;
    private static final long AWAY_MAX_MS = 300;
    private static final long BACK_MS = 2_000;
    private static final int SENDS_MIN = 5;
    private static final int SENDS_MAX = 20;
    private static final int IN_DOUBT_MIN = 3;

    private final World world;
    private final Draw draw;

    RetryStorm(final World world) {
        this.world = world;
        this.draw = world.plan.chance("in doubt");
    }

    void begin() {
        final List<Phone> writers = world.phones.stream().filter(phone -> !phone.isReader()).toList();
        for (final Phone phone : writers) {
            for (long i = draw.between(SENDS_MIN, SENDS_MAX); i > 0; i--) {
                phone.write();
            }
        }
        final long awayMs = draw.between(0, AWAY_MAX_MS);
        world.clock.after(draw.between(1, ANSWERS_BEGIN_MS), () -> writers.forEach(phone -> phone.crashForgetting(awayMs)));
        world.clock.after(BACK_MS, () -> {
            if (writers.stream().filter(phone -> phone.inDoubt() >= IN_DOUBT_MIN).count() > 1) {
                world.sights.saw(Sight.RETRY_STORM);
            }
        });
    }
}
