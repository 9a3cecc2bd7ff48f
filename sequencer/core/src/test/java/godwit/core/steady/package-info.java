/**
 * Beside the way: how fast the core is and what it allocates.
 */
package godwit.core.steady;
