package godwit.perf.load;

/**
 * A message on its way.
 *
 * @param number     its number among its sender's, from 0.
 * @param message    its number among the whole run's, from 0.
 * @param intendedNs when it was meant to leave, by {@link System#nanoTime}.
 * @param measured   whether it counts.
 */
record PendingSend(long number, long message, long intendedNs, boolean measured) {
}
