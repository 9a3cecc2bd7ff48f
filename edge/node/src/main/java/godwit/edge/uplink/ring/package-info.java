/**
 * Within step 4: the Disruptor between the event loops, who are many, and the one thread of a shard.
 */
package godwit.edge.uplink.ring;
