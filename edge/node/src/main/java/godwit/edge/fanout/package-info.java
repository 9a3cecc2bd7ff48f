/**
 * Step 10 of 16: from a checked delivery to the local connections that it is for.
 */
package godwit.edge.fanout;
