/**
 * Tests of single parts of the owner of chats.
 */
package godwit.core.chats;
