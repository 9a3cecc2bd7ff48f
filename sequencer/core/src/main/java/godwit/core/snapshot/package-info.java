/**
 * Within step 6: the whole state written as slices of at most 64 KiB, partition after partition, and read again. Beside
 * the state, not in it. Internal to the core.
 */
package godwit.core.snapshot;
