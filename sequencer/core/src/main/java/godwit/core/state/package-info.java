/**
 * Within step 6: what all state is made of. Dense tables of 64-bit words that keep the state's hash with every change,
 * byte strings, lists that run through the records, timer wheels, and indexes that only look up. Internal to the core.
 */
package godwit.core.state;
