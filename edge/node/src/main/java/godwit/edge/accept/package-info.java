/**
 * Step 1 of 16: from a socket to whole text frames: accepting, the upgrade, Host and Origin, fragments, UTF-8; and the
 * bounded way back to the socket.
 */
package godwit.edge.accept;
