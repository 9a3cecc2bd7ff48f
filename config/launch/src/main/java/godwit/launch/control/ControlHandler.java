package godwit.launch.control;

/**
 * Answers one kind of control request.
 */
@FunctionalInterface
public interface ControlHandler {
    /**
     * Does it.
     *
     * @return a document of maps, lists, texts, numbers and booleans.
     * @throws Exception when it failed; its message is the answer.
     */
    Object answer() throws Exception;
}
