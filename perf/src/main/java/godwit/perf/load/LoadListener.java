package godwit.perf.load;

/** What happens to the load, as its clients see it; all calls come on the load's one thread. */
interface LoadListener {
    /** A user is connected and, for the first time, ready to talk. */
    void onReady(LoadClient client);

    /** A send left for the first time, so long after it was meant to. */
    void onLeft(boolean measured, long lagNs);

    /** A send has its place, for the first time. */
    void onSent(boolean measured, long latencyNs);

    /** A message of the run came to somebody else, for the first time. */
    void onReceived(long message);

    /** A request was refused for good. */
    void onRefused(String code);

    /** A connection was lost or ended. */
    void onDisconnected(String why);
}
