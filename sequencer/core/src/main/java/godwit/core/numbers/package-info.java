/**
 * Within step 6: the numbers that a shard gives out and never takes back (message ids, output sequences, sessions, epochs,
 * change stamps), its two clocks and its limits. Internal to the core.
 */
package godwit.core.numbers;
