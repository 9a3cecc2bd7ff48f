/**
 * Step 2 of 16: from a socket to a known device: CONNECT, tokens and their expiry, heartbeats, rates, the order of sends,
 * and every reason to close. What passes here goes on as a request to the shard.
 */
package godwit.edge.session;
