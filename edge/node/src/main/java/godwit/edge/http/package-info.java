/**
 * Beside the way: what is asked by plain HTTP on the port of the sockets, and the guard that every request passes before
 * it may become one.
 */
package godwit.edge.http;
