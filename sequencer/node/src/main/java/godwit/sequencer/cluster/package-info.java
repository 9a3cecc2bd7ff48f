/**
 * Beside the way: Aeron's driver, archives and cluster under the core, with settings and time-outs of ours.
 */
package godwit.sequencer.cluster;
