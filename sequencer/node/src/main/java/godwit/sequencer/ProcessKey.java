package godwit.sequencer;

import godwit.core.IndexKey;
import java.security.SecureRandom;

/** Draws the secret of this process's cores: outside of them, since nothing in a core is random. */
public final class ProcessKey {
    private static final SecureRandom RANDOM = new SecureRandom();

    private ProcessKey() {
    }

    /** A key that nobody else knows; each call draws another. */
    public static IndexKey draw() {
        return new IndexKey(RANDOM.nextLong(), RANDOM.nextLong());
    }
}
