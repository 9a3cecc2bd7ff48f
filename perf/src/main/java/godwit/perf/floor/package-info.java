/**
 * Beside the way: what the machine gives at best, measured in the same run, so that a latency can be read as a ratio to it.
 */
package godwit.perf.floor;
