/**
 * Step 13 of 16: from the recorded spool to journal records, each once and in order. A repeat is skipped, a hole is
 * refused and looked for again. Single-threaded logic; where the bytes come from is an adapter's business.
 */
package godwit.journal.follow;
