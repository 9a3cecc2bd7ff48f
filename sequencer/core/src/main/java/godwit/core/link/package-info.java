/**
 * Within step 6: all that the owner of a chat and the owner of a user say to each other: entries of a chat, keyed by
 * their sequence, and cursors that only grow. On one shard it happens in the same step; later a network may stand between.
 * Internal to the core.
 */
package godwit.core.link;
