/**
 * Within step 14: Cassandra's driver behind the writes: session, schema, statements.
 */
package godwit.journal.write.cassandra;
