package godwit.protocol;

/**
 * Bounds that both ends of the shard's protocol rely on; lengths in bytes.
 */
public final class ProtocolLimits {
    /** A user id and a device id: 1 to this many characters, ASCII all of them. */
    public static final int ID_LENGTH_MAX = 64;
    /** A client's msg_id and client_chat_id: 1 to this many printable ASCII characters. */
    public static final int KEY_LENGTH_MAX = 64;
    /** A title in UTF-8. */
    public static final int TITLE_LENGTH_MAX = 256;
    /** A message's body, the highest that the setting may allow: 4 times the text limit's highest, for opaque content. */
    public static final int BODY_LENGTH_MAX = 48 * 1024;
    /** One command or delivery frame: an eighth of a 1 MiB term, the longest message that Aeron takes at that length. */
    public static final int MESSAGE_LENGTH_MAX = 128 * 1024;
    /** One command: a message less the header by which the cluster tells its clients apart. */
    public static final int COMMAND_LENGTH_MAX = MESSAGE_LENGTH_MAX - 32;
    /** The term length of ingress, egress and links; see {@link #MESSAGE_LENGTH_MAX}. */
    public static final int TERM_LENGTH = 1024 * 1024;
    /** Participants in one CreateChat. */
    public static final int PARTICIPANTS_PER_COMMAND_MAX = 1000;
    /** Acknowledgements in one Acknowledge, sessions in one Resync. */
    public static final int GROUP_LENGTH_MAX = 500;
    /** Rows of a page. */
    public static final int PAGE_LENGTH_MAX = 100;

    private ProtocolLimits() {
    }
}
