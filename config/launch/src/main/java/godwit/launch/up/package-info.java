/**
 * Beside the way: {@code godwit up}: checks the machine, starts every part in one process, joins them, says when they
 * are ready and stops them in order.
 */
package godwit.launch.up;
