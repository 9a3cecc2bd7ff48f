/**
 * Step 15 of 16: from rows written, in any order, to one number that goes back into the shard's log: every record up to
 * it is stored. Single-threaded logic; how it gets into the log is an adapter's business.
 */
package godwit.journal.checkpoint;
