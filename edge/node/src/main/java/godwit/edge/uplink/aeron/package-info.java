/**
 * Within step 4: the cluster's client, which carries commands to the shard's leader and finds the next one.
 */
package godwit.edge.uplink.aeron;
