package godwit.core;

/** How far a message has come with a user. */
public final class Receipts {
    /** The shard has it; of an acknowledgement: passed over, as the device is never shown it. */
    public static final int SENT = 1;
    /** A device stored it. */
    public static final int DELIVERED = 2;
    /** The user read it. */
    public static final int READ = 3;
    /** Of an acknowledgement only: a device stored what its connection was not pushed, which moves nothing. */
    public static final int DELIVERED_UNPUSHED = 4;
    /** Of an acknowledgement only: the user read what the connection was not pushed, which moves the user's marks. */
    public static final int READ_UNPUSHED = 5;
    /** Of an acknowledgement only: of no entry; the device said something, so many milliseconds ago as its sequence says. */
    public static final int SEEN = 6;

    private Receipts() {
    }
}
