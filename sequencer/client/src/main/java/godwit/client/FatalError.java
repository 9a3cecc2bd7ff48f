package godwit.client;

import io.aeron.exceptions.ConductorServiceTimeoutException;
import io.aeron.exceptions.DriverTimeoutException;
import org.agrona.concurrent.AgentTerminationException;

/**
 * Tells errors after which a thread or the media driver is gone, so that the process must end to be started again, from
 * those that are counted and leave everything running.
 */
public final class FatalError {
    private FatalError() {
    }

    /**
     * Whether nothing works any more.
     *
     * @param error as an error handler hears it.
     * @return true: an agent ended, the driver does not live, this process slept too long, or the JVM is broken.
     */
    public static boolean is(final Throwable error) {
        return error instanceof DriverTimeoutException || error instanceof ConductorServiceTimeoutException
            || error instanceof AgentTerminationException || error instanceof VirtualMachineError
            || error instanceof LinkageError;
    }
}
