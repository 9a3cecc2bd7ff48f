/**
 * Within step 6: what the owner of users does. Entries arrive and are pushed within a device's window, wait for those that
 * are away, are acknowledged, pushed again after silence, and get rows in the inbox table after a grace. Internal to the
 * core.
 */
package godwit.core.inbox;
