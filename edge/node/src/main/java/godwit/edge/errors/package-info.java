/**
 * Beside the way: the codes with which a client's frame is refused, and what of the frame is told back with them.
 */
package godwit.edge.errors;
