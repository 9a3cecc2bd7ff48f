package godwit.simulation.check;

import java.util.function.Predicate;

/**
 * What the devices of a run are judged by.
 *
 * @param truth  what the shard decided.
 * @param bodies what messages say.
 * @param told   what anybody was told of.
 * @param stored whether an entry is in its table.
 * @param sights counts what happened to be checked.
 */
public record Evidence(Truth truth, Bodies bodies, Told told, Predicate<Entry> stored, Sights sights) {
}
