package godwit.sequencer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.core.Core;
import godwit.core.CoreCommands;
import godwit.core.CoreListener;
import godwit.core.IndexKey;
import godwit.protocol.ProtocolLimits;
import godwit.protocol.codecs.LinkBatchEncoder;
import godwit.protocol.codecs.MessageHeaderDecoder;
import godwit.protocol.codecs.MessageHeaderEncoder;
import godwit.sequencer.LinkBatches;
import godwit.sequencer.NodeCounter;
import godwit.sequencer.NodeCounters;
import godwit.sequencer.ingress.CommandAdapter;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Shards that tell each other what they have to, either as bytes of batches or by copies of the cores' calls. */
final class LinkedShards {
    static final int PARTITIONS_PER_SHARD = 100;
    private static final int SHARDS = 3;
    private static final int ALIGNMENT = 8;

    final List<Core> cores = new ArrayList<>();
    final List<List<String>> said = new ArrayList<>();
    final Set<Integer> templates = new TreeSet<>();
    int longest;
    boolean isCut;
    private final boolean asBytes;
    private final NodeCounters counters = new NodeCounters();
    private final List<CommandAdapter> adapters = new ArrayList<>();
    private final List<Deque<Told>> mail = new ArrayList<>();

    private record Told(int from, byte[] message, Method call, Object[] arguments) {
    }

    LinkedShards(final boolean asBytes) {
        this.asBytes = asBytes;
        for (int shard = 0; shard < SHARDS; shard++) {
            mail.add(new ArrayDeque<>());
            said.add(new ArrayList<>());
            final CoreListener encoder = new OutputEncoder(new Slots(shard));
            final Core core = new Core(shard, asBytes ? encoder : copying(shard, encoder), new IndexKey(1, 2));
            cores.add(core);
            adapters.add(new CommandAdapter(core, counters, auditId -> { }));
            for (int each = 0; each < SHARDS; each++) {
                core.onRange(each * PARTITIONS_PER_SHARD, each);
            }
            core.onTopology();
        }
    }

    /** Everything arrives, and what that makes, too: what one shard told another in a row in as few entries as hold it. */
    void settle(final long now) {
        boolean any = true;
        while (any) {
            any = false;
            for (int shard = 0; shard < SHARDS; shard++) {
                any |= deliver(now, shard);
            }
        }
        assertThat(counters.get(NodeCounter.LINKS_CUT) + counters.get(NodeCounter.MALFORMED)
            + counters.get(NodeCounter.TOO_LONG)).isZero();
    }

    private boolean deliver(final long now, final int shard) {
        final List<Told> batch = new ArrayList<>();
        int length = MessageHeaderEncoder.ENCODED_LENGTH + LinkBatchEncoder.BLOCK_LENGTH;
        while (!mail.get(shard).isEmpty()) {
            final Told next = mail.get(shard).peek();
            final int end = BitUtil.align(length, ALIGNMENT) + Integer.BYTES + next.message.length;
            if (!batch.isEmpty() && (end > ProtocolLimits.COMMAND_LENGTH_MAX || next.from != batch.get(0).from)) {
                break;
            }
            length = end;
            batch.add(mail.get(shard).poll());
        }
        if (batch.isEmpty()) {
            return false;
        }
        if (asBytes) {
            final byte[] entry = LinkBatches.encode(batch.get(0).from, batch.stream().map(Told::message).toList());
            adapters.get(shard).onEntry(now, new UnsafeBuffer(entry), 0, entry.length);
        } else {
            cores.get(shard).onTime(now);
            batch.forEach(told -> call(told, cores.get(shard)));
        }
        return true;
    }

    private static void call(final Told told, final Core core) {
        try {
            final Class<?>[] types = told.call.getParameterTypes();
            CoreCommands.class.getMethod(told.call.getName(), types).invoke(core, told.arguments);
        } catch (final ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private CoreListener copying(final int from, final CoreListener encoder) {
        return (CoreListener) Proxy.newProxyInstance(
            CoreListener.class.getClassLoader(), new Class<?>[] {CoreListener.class}, (proxy, method, arguments) -> {
                // Encoded here too, so that what is put into one entry is the same on both ways.
                call(method, encoder, arguments);
                if (method.getName().startsWith("onLink") && !isCut) {
                    final Object[] copies = new Object[arguments.length];
                    for (int i = 0; i < arguments.length; i++) {
                        copies[i] = copy(arguments[i], method.getParameterTypes()[i]);
                    }
                    final int to = (int) copies[0];
                    copies[0] = from;
                    final Deque<Told> queue = mail.get(to);
                    queue.add(new Told(from, queue.pollLast().message, method, copies));
                }
                return null;
            });
    }

    private static Object call(final Method method, final Object target, final Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (final InvocationTargetException e) {
            throw new AssertionError(method.getName(), e.getCause());
        } catch (final IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** A copy of what a view shows, by all its methods, so that none that comes later is forgotten. */
    private static Object copy(final Object value, final Class<?> type) {
        if (value instanceof DirectBuffer buffer) {
            final byte[] bytes = new byte[buffer.capacity()];
            buffer.getBytes(0, bytes);
            return new UnsafeBuffer(bytes);
        }
        if (!type.getPackageName().equals("godwit.core")) {
            return value;
        }
        final Map<String, Object> values = new HashMap<>();
        for (final Method method : type.getMethods()) {
            if (method.getParameterCount() == 0) {
                values.put(method.getName(), copy(call(method, value), method.getReturnType()));
            }
        }
        for (final Method method : type.getMethods()) {
            if (method.getParameterCount() == 1) {
                final int count = (int) values.get("count");
                final Object each = Array.newInstance(Object.class, count);
                for (int i = 0; i < count; i++) {
                    Array.set(each, i, copy(call(method, value, i), method.getReturnType()));
                }
                values.put(method.getName() + "[]", each);
            }
        }
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) ->
            arguments == null ? values.get(method.getName())
                : Array.get(values.get(method.getName() + "[]"), (int) arguments[0]));
    }

    private final class Slots implements OutputSlots {
        private final int shard;
        private Output claimed;
        private byte[] bytes;

        Slots(final int shard) {
            this.shard = shard;
        }

        @Override
        public Output claim(
            final OutputKind kind, final long edgeId, final long outputSequence, final DirectBuffer record,
            final int length) {
            claimed = new Output();
            claimed.kind = kind;
            bytes = new byte[length];
            record.getBytes(0, bytes);
            return claimed;
        }

        @Override
        public void publish() {
            if (claimed.kind != OutputKind.LINK) {
                said.get(shard).add(claimed.kind + " " + HexFormat.of().formatHex(bytes));
                return;
            }
            longest = Math.max(longest, bytes.length);
            templates.add(new MessageHeaderDecoder().wrap(new UnsafeBuffer(bytes), 0).templateId());
            if (!isCut) {
                mail.get(claimed.toShard).add(new Told(shard, bytes, null, null));
            }
        }
    }
}
