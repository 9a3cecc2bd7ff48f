package godwit.simulation.check;

import godwit.protocol.ChangeBody;
import godwit.protocol.codecs.ChangeKind;
import godwit.protocol.codecs.Role;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What an entry changes about its chat, as clients are told it.
 *
 * @param kind    added, removed, left, role or title.
 * @param userIds whom it is about, at most 100.
 * @param count   how many those are.
 * @param role    the new one; null: it is of no role.
 * @param title   the new one; null: it is of no title.
 * @param version the chat's after it.
 */
public record Change(String kind, List<String> userIds, long count, String role, String title, long version) {
    /** Users became members. */
    public static final String ADDED = "added";
    /** Members were removed by an administrator. */
    public static final String REMOVED = "removed";
    /** A member left. */
    public static final String LEFT = "left";
    /** A member has another role. */
    public static final String ROLE = "role";
    /** The title is another. */
    public static final String TITLE = "title";
    /** The role that may change the chat. */
    public static final String ADMIN = "admin";
    /** The other one. */
    public static final String MEMBER = "member";

    /** Reads the body of an entry. */
    static Change of(final byte[] body) {
        final ChangeBody read = new ChangeBody();
        if (!read.wrap(new UnsafeBuffer(body), 0, body.length)) {
            throw new IllegalArgumentException("a change that cannot be read, length=" + body.length);
        }
        final List<String> ids = new ArrayList<>();
        for (int i = 0; i < read.listedCount(); i++) {
            ids.add(read.listed(i));
        }
        final ChangeKind kind = ChangeKind.get((short) read.kind());
        final String role = read.role() == 0 ? null : read.role() == Role.ADMIN.value() ? ADMIN : MEMBER;
        return new Change(switch (kind) {
            case ADDED -> ADDED;
            case REMOVED -> REMOVED;
            case LEFT -> LEFT;
            case ROLE -> ROLE;
            case TITLE -> TITLE;
            default -> throw new IllegalArgumentException("kind=" + kind);
        }, ids, read.count(), role, kind == ChangeKind.TITLE ? read.title() : null, read.version());
    }

    /** Whether members go by it. */
    boolean isLeaving() {
        return kind.equals(REMOVED) || kind.equals(LEFT);
    }
}
