/**
 * Beside the way: the load client. One event loop plays every user, on a schedule that does not wait for answers.
 */
package godwit.perf.load;
