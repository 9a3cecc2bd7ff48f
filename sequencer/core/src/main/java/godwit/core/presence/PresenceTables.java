package godwit.core.presence;

/** All tables of presence, in one hand. */
public record PresenceTables(Presences presences, Subscriptions subscriptions) {
}
