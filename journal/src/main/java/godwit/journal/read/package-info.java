/**
 * Step 16 of 16: from a range of a chat to its rows, for history and for inboxes whose entries left the shard's memory.
 */
package godwit.journal.read;
