/**
 * Beside the way: how fast it is. Open-loop load against a running system, exact counts of what was lost, doubled or
 * out of order, and latency from the moment a message was meant to be sent.
 */
package godwit.perf;
