package godwit.perf.load;

/** What happens to users who come and go, beside what happens to every load. */
interface PresenceListener extends LoadListener {
    /** A user's direct chats are there, and it wrote in each. */
    void onSetUp(Churner user);

    /** A user watches its circle. */
    void onSubscribed(int watcher);

    /** A user's connection is gone. */
    void onGone(int user);

    /** A user was told of another. */
    void onPresence(int watcher, String userId, boolean online);
}
