/**
 * Step 4 of 16: from typed requests to commands in the shard's ingress. Requests wait here until they are answered, and
 * are offered again in their order when a leader or a frame got lost.
 */
package godwit.edge.uplink;
