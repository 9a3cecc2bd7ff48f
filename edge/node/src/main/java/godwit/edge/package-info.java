/**
 * Beside the way: puts an edge together and runs it.
 */
package godwit.edge;
