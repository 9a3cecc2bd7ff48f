package godwit.edge.uplink;

import godwit.edge.fanout.Link;
import java.util.function.Consumer;

/** Whose uplink is told what, among those of one thread. Single-threaded. */
interface Uplinks {
    /** The one to the shard of a link's user. */
    Uplink ofUser(Link link);

    /** The one to the shard that owns a chat; some one for a chat id that is none. */
    Uplink ofChat(long chatId);

    /** Calls for each. */
    void forEach(Consumer<Uplink> consumer);

    /** One for all. */
    static Uplinks of(final Uplink only) {
        return new Uplinks() {
            @Override
            public Uplink ofUser(final Link link) {
                return only;
            }

            @Override
            public Uplink ofChat(final long chatId) {
                return only;
            }

            @Override
            public void forEach(final Consumer<Uplink> consumer) {
                consumer.accept(only);
            }
        };
    }
}
