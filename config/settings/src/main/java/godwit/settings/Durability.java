package godwit.settings;

/**
 * When a message counts as accepted.
 */
public enum Durability {
    /** After a majority has it on disk: survives a power cut of all members at once. */
    DURABLE,
    /** After a majority has it in memory: survives the loss of a minority. */
    REPLICATED
}
