/**
 * Beside the way: the core's state written to and read from the cluster's snapshots, and which of them are kept.
 */
package godwit.sequencer.snapshot;
