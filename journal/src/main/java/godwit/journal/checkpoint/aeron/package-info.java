/**
 * Within step 15: the cluster session over which the shard is told.
 */
package godwit.journal.checkpoint.aeron;
