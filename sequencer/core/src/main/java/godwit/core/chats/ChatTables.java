package godwit.core.chats;

/** All tables of the owner of chats, in one hand. */
public record ChatTables(Chats chats, Members members, SendKeys keys) {
}
