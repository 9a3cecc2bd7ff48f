package godwit.simulation.shard;

import godwit.core.Core;
import godwit.core.ImagePlace;
import godwit.simulation.check.Sight;
import godwit.simulation.check.Sights;
import godwit.simulation.world.Draw;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** A member's image of its core's state: begun, written and given up between the entries of the log as chance has it. */
final class ImageWork {
    private static final ImagePlace PLACE = new ImagePlace(1, 0, 1);
    private static final int BEGINS_ONCE_IN = 10;
    private static final int WRITES_ONCE_IN = 4;
    private static final int GIVEN_UP_ONCE_IN = 2_000;
    private static final int REFUSED_ONCE_IN = 16;
    private static final int FEW_BYTES = 2_000;
    private static final int MANY_BYTES = 200_000;

    private final Draw draw;
    private final Sights sights;
    private List<byte[]> slices = new ArrayList<>();

    ImageWork(final Draw draw, final Sights sights) {
        this.draw = draw;
        this.sights = sights;
    }

    /** An entry was applied. */
    void step(final Core core) {
        if (!core.image().isUnderWay()) {
            if (draw.oneIn(BEGINS_ONCE_IN)) {
                slices = new ArrayList<>();
                core.image().begin();
            }
        } else if (draw.oneIn(GIVEN_UP_ONCE_IN)) {
            core.image().end();
        } else if (draw.oneIn(WRITES_ONCE_IN)) {
            core.image().write(this::take, (int) draw.between(1, draw.oneIn(2) ? FEW_BYTES : MANY_BYTES));
        }
    }

    private boolean take(final DirectBuffer buffer, final int offset, final int length) {
        return !draw.oneIn(REFUSED_ONCE_IN) && slices.add(Snapshot.copy(buffer, offset, length));
    }

    /** The snapshot as it is kept: with the image, if one is under way. */
    Snapshot taken(final Core core, final Snapshot inFull) {
        if (!core.image().isUnderWay() || core.image().slices() == 0) {
            return inFull;
        }
        if (core.image().passes() == 0) {
            sights.saw(Sight.IMAGE_NOT_THROUGH);
        }
        final List<byte[]> changed = new ArrayList<>();
        core.snapshotTo((buffer, offset, length) -> changed.add(Snapshot.copy(buffer, offset, length)), PLACE);
        return inFull.with(slices, changed);
    }
}
