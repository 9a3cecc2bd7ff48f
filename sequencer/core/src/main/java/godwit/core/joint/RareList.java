package godwit.core.joint;

import godwit.core.state.RecordList;
import godwit.core.state.Table;

/** Lists that few chats have, headed by a word of {@link ChatExtras}. */
public final class RareList {
    private final ChatExtras extras;
    private final RecordList list;

    /** Lists of items, linked by a word of theirs. */
    public RareList(final Table items, final int linkWord, final ChatExtras extras, final int headWord) {
        this.extras = extras;
        this.list = new RecordList(items, linkWord, extras.table(), headWord);
    }

    /** The first item of a chat; 0: none. */
    public int first(final int chat) {
        final int extra = extras.of(chat);
        return extra == 0 ? 0 : list.first(extra);
    }

    /** The item after another; 0: none. */
    public int next(final int item) {
        return list.next(item);
    }

    /** Puts an item at the end. */
    public void append(final int chat, final int item) {
        list.append(extras.make(chat), item);
    }

    /** Takes an item out. */
    public void remove(final int chat, final int item) {
        list.remove(extras.of(chat), item);
    }
}
