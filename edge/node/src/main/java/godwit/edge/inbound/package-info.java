/**
 * Step 3 of 16: from a text frame's bytes to one typed call. JSON is read as a stream and judged here; what is called
 * is well-formed and within the limits that one frame alone can break.
 */
package godwit.edge.inbound;
