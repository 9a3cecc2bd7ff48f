/**
 * Within step 6: edges with their leases, the sessions of devices on them, the fences of both, and the grouping of what
 * goes out once per edge. Internal to the core.
 */
package godwit.core.sessions;
