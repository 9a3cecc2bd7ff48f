/**
 * Beside the way: runs Cassandra as a child process, where no external one is given, and keeps it running.
 */
package godwit.journal.embedded;
