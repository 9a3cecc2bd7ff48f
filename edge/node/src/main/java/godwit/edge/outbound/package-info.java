/**
 * Step 11 of 16: from typed fields to the JSON of one frame to a client.
 */
package godwit.edge.outbound;
