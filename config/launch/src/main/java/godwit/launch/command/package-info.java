/**
 * Beside the way: the command line: what may be asked, how it is answered, and the exit codes.
 */
package godwit.launch.command;
