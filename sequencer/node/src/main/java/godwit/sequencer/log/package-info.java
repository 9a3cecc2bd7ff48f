/**
 * Beside the way: reads a shard's recorded log and snapshots from their files, of a node that runs or stopped.
 */
package godwit.sequencer.log;
