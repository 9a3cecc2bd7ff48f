/**
 * Within step 6: what the owner of chats keeps and does. Creates chats, checks, deduplicates and numbers their messages,
 * remembers members' marks, answers what a chat is and which of its history a user may read. Internal to the core.
 */
package godwit.core.chats;
