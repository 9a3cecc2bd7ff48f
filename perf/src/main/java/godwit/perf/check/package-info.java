/**
 * Beside the way: what was acknowledged and delivered, held against what was sent.
 */
package godwit.perf.check;
