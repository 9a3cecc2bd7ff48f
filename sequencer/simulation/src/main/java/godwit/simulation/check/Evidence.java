package godwit.simulation.check;

/**
 * What the devices of a run are judged by.
 *
 * @param truth  what the shard decided.
 * @param bodies what messages say.
 * @param sights counts what happened to be checked.
 */
public record Evidence(Truth truth, Bodies bodies, Sights sights) {
}
