/**
 * Step 5 of 16: from an entry of the shard's log to a call of the core. What cannot be read is counted and skipped, the
 * same on every replica.
 */
package godwit.sequencer.ingress;
