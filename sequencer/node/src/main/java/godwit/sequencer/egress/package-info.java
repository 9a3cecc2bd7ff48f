/**
 * Step 8 of 16: from the output ring to the delivery streams of the edges; on the leader only.
 */
package godwit.sequencer.egress;
