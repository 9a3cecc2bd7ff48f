/**
 * Step 6 of 16: from typed commands in the log's order to answers, deliveries and journal records. The deterministic
 * state machine of a shard: numbered, deduplicated, remembered.
 */
package godwit.core;
