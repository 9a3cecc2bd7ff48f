package godwit.core.numbers;

import godwit.core.CoreListener;
import godwit.core.IndexKey;
import godwit.core.state.ChatIndex;
import godwit.core.state.Names;
import godwit.core.state.Tables;

/** What every part of a shard needs, in one hand. */
public record ShardContext(
    Tables registry, ShardRecord record, Names names, Clocks clocks, Counters counters, LimitWords limits,
    CoreListener listener, IndexKey indexKey, ChatIndex chatIndex) {
}
