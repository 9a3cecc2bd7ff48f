/**
 * Within step 6: who is shown online, to whom, and which edges want to know. Internal to the core.
 */
package godwit.core.presence;
