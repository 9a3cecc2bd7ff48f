/**
 * Step 12 of 16: from the output ring to the spool, a local recording that the journal follows.
 */
package godwit.sequencer.spool;
