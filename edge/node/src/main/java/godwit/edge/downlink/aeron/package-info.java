/**
 * Within step 9: the subscription on which a shard's deliveries come.
 */
package godwit.edge.downlink.aeron;
