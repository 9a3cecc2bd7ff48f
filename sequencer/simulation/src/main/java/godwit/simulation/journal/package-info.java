/**
 * Beside the way: the real journal's logic in a simulation, between a spool in memory and tables that are maps, with
 * delays, failures and outages.
 */
package godwit.simulation.journal;
