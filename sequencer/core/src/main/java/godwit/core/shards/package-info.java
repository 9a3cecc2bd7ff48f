/**
 * Within step 6: what goes to other shards and comes from them: entries of chats to the shards of their members, cursors of
 * users to the owners of their chats, numbered and acknowledged on each link. An outbox is no queue of copies: it remembers
 * how far each chat and mark has come with each shard, and reads what it sends when it sends it. Internal to the core.
 */
package godwit.core.shards;
