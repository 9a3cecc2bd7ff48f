/**
 * Beside the way: what is logged, where to, and that a line of the log is one line whatever stands in it.
 */
package godwit.launch.log;
