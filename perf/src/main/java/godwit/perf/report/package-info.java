/**
 * Beside the way: what a run leaves behind: histogram logs, one JSON document, one page.
 */
package godwit.perf.report;
