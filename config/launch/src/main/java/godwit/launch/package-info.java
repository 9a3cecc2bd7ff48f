/**
 * Beside the way: the {@code godwit} command, which is the only place that puts the parts together.
 */
package godwit.launch;
