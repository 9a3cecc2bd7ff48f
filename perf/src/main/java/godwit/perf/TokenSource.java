package godwit.perf;

/** Gives the load's users their tokens. */
@FunctionalInterface
public interface TokenSource {
    /**
     * A token for a user.
     *
     * @param userId whom it is for.
     * @return a JWT that outlives the run.
     */
    String token(String userId);
}
