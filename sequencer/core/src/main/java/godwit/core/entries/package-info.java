/**
 * Within step 6: the recent entries of all chats, oldest first, with their payloads while memory lasts, and without as long as
 * they wait for this shard's journal. Internal to the core.
 */
package godwit.core.entries;
