package godwit.perf;

/** Gives the load's users their tokens. */
@FunctionalInterface
public interface TokenSource {
    /**
     * A token for a user.
     *
     * @param userId whom it is for.
     * @return it; a run that would outlive it does not begin.
     */
    Token token(String userId);
}
