/**
 * Beside the way: one thread, one seed, and the whole way of a message with everything that can go wrong on it: the real
 * core, edge and journal logic between models of what is around them.
 */
package godwit.simulation;
