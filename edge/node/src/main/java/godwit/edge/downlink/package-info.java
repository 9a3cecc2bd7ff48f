/**
 * Step 9 of 16: from the shard's delivery stream to deliveries that are checked: of the right edge and leader, without a
 * gap, each chat's entries in order for each session; and to whole answers, with what has to be read from the store.
 */
package godwit.edge.downlink;
