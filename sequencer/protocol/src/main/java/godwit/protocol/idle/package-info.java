/**
 * Beside the way: how threads on both ends of a stream wait for work.
 */
package godwit.protocol.idle;
