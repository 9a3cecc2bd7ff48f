/**
 * Within step 6: the recent entries of all chats, oldest first, with their payloads while memory lasts. Internal to the
 * core.
 */
package godwit.core.entries;
