/**
 * Beside the way: how many bytes all connections of an edge together may make it hold.
 */
package godwit.edge.memory;
