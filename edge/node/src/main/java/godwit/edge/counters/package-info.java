/**
 * Beside the way: what an edge counts of itself, for operators.
 */
package godwit.edge.counters;
