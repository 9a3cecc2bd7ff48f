/**
 * Step 7 of 16: from the core's calls to records in the output ring, and the stages that read it.
 */
package godwit.sequencer.pipeline;
