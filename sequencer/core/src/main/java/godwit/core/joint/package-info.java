/**
 * Within step 6: what both owners keep of a chat. Where the owner of the chat and that of users are this shard, one record
 * serves both; each changes its own words of it. Internal to the core.
 */
package godwit.core.joint;
