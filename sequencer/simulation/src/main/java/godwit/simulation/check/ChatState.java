package godwit.simulation.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a chat is at one of its versions.
 *
 * @param members  who is in it with which role, the longest member first.
 * @param title    its title.
 * @param sequence of the entry that made it so; 0: it was created so.
 */
public record ChatState(Map<String, String> members, String title, long sequence) {
    /** Whether somebody is in it. */
    public boolean has(final String user) {
        return members.containsKey(user);
    }

    /** Whether somebody may change it. */
    public boolean isAdmin(final String user) {
        return Change.ADMIN.equals(members.get(user));
    }

    long admins() {
        return members.values().stream().filter(Change.ADMIN::equals).count();
    }

    /** Whether a change that somebody may ask for changes nothing; {@code ids}: those whom it is about. */
    public boolean isUnchangedBy(
        final String asker, final String kind, final List<String> ids, final String role, final String newTitle) {
        return switch (kind) {
            case Change.ADDED -> ids.stream().allMatch(this::has);
            case Change.REMOVED -> ids.stream().noneMatch(this::has);
            case Change.LEFT -> !has(asker);
            case Change.ROLE -> ids.stream().allMatch(id -> role.equals(members.get(id)));
            default -> title.equals(newTitle);
        };
    }

    /** The next state. */
    ChatState after(final Change change, final long at) {
        final Map<String, String> next = new LinkedHashMap<>(members);
        for (final String id : change.userIds()) {
            switch (change.kind()) {
                case Change.ADDED -> next.put(id, Change.MEMBER);
                case Change.ROLE -> next.put(id, change.role());
                default -> next.remove(id);
            }
        }
        return new ChatState(next, change.title() == null ? title : change.title(), at);
    }
}
