/**
 * Within step 6: user ids interned to slots and counted by who brought them, and the partitions that they and the chats
 * belong to. Internal to the core.
 */
package godwit.core.directory;
