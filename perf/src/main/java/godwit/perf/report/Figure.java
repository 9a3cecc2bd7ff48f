package godwit.perf.report;

/**
 * One more number of a scenario.
 *
 * @param name  in the JSON document.
 * @param title for people.
 * @param value what it is.
 * @param bad   whether anything but 0 is bad.
 */
public record Figure(String name, String title, double value, boolean bad) {
}
