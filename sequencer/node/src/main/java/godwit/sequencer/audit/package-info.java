/**
 * Beside the way: what each member published of its state at audit entries of the log.
 */
package godwit.sequencer.audit;
