/**
 * Beside the way: how a command reaches the {@code godwit up} that runs on a data folder: a Unix socket, one line of
 * JSON each way.
 */
package godwit.launch.control;
