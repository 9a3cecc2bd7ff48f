/**
 * Within step 6: what the owner of users keeps: users, their devices, the chats as far as users are in them, memberships,
 * and one cursor for each device and chat that something ever waited in. Internal to the core.
 */
package godwit.core.users;
