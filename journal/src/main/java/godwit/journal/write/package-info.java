/**
 * Step 14 of 16: from journal records to rows of Cassandra's tables, many under way, each tried until it is stored.
 * Single-threaded logic; the driver is in the package below.
 */
package godwit.journal.write;
