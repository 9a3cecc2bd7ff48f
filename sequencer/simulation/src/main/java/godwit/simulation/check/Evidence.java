package godwit.simulation.check;

import godwit.core.CoreLimits;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.function.ToLongBiFunction;

/**
 * What the devices of a run are judged by.
 *
 * @param truth  what the shard decided.
 * @param bodies what messages say.
 * @param told   what anybody was told of.
 * @param said   what devices said they received and read.
 * @param limits of the shards.
 * @param linked whether a chat is another shard's than a user.
 * @param summedTo up to which of a chat's entries a user's shard may have been told what came of them, and not these; 0: none.
 * @param stored whether an entry is in its table.
 * @param mayLeaveMemory whether entries may have left their shards' memory.
 * @param term   in which the shard of a chat is.
 * @param presences who may be shown to whom.
 * @param sights counts what happened to be checked.
 */
public record Evidence(Truth truth, Bodies bodies, Told told, Said said, CoreLimits limits, BiPredicate<String, Long> linked,
    ToLongBiFunction<String, Long> summedTo, Predicate<Entry> stored, BooleanSupplier mayLeaveMemory, LongUnaryOperator term,
    Presences presences, Sights sights) {
}
