/** Within step 6: tests of tables, lists and indexes. */
package godwit.core.state;
