/**
 * Within step 13: the replay of a spool's recording, sought, followed live, begun anew when it ends.
 */
package godwit.journal.follow.aeron;
