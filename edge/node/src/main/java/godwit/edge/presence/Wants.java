package godwit.edge.presence;

import godwit.edge.fanout.Link;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** All that one connection wants to know. */
final class Wants {
    final Link link;
    final Map<String, Want> byUser = new LinkedHashMap<>();
    /** PRESENCE_SUBSCRIBEs that are not answered. */
    int subscribing;

    Wants(final Link link) {
        this.link = link;
    }

    /** How many of these it does not want yet. */
    int countNew(final Set<String> userIds) {
        int count = 0;
        for (final String userId : userIds) {
            count += byUser.containsKey(userId) ? 0 : 1;
        }
        return count;
    }
}
