/**
 * Beside the way: from the output ring to the ingress of other shards, what this one tells them of chats that both have
 * members of; on the leader only.
 */
package godwit.sequencer.link;
