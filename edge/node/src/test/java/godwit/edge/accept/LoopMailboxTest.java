package godwit.edge.accept;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.request.Connection;
import godwit.edge.request.Request;
import godwit.protocol.codecs.ContentKind;
import godwit.protocol.codecs.RefusalCode;
import godwit.protocol.codecs.SessionEnd;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What one thread gathers, the loop's runs: all of a cycle at once, in its order. */
class LoopMailboxTest {
    private final ArrayDeque<Runnable> loop = new ArrayDeque<>();
    private final List<String> heard = new ArrayList<>();
    private final LoopMailbox mailbox = new LoopMailbox(loop::add, () -> heard.add("("), () -> heard.add(")"),
        error -> heard.add(error.getMessage()));

    private Connection connection(final String name) {
        final InvocationHandler recorder = (proxy, method, arguments) -> {
            heard.add(name + "." + method.getName());
            return null;
        };
        return mailbox.crossing((Connection) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Connection.class}, recorder));
    }

    private void runLoop() {
        while (!loop.isEmpty()) {
            loop.remove().run();
        }
    }

    @Test
    void shouldHandOverACycleAtOnceInItsOrder() {
        final Connection a = connection("a");
        final Connection b = connection("b");
        a.onEntry(new byte[0], 1);
        b.onEntry(new byte[0], 1);
        a.onPushedFrame(new byte[0]);
        assertThat(heard).as("not on this thread").isEmpty();
        assertThat(mailbox.flush()).isEqualTo(3);
        assertThat(loop).as("one wake-up").hasSize(1);
        runLoop();
        assertThat(heard).containsExactly("(", "a.onEntry", "b.onEntry", "a.onPushedFrame", ")");
    }

    @Test
    void shouldNotWakeTheLoopForNothing() {
        assertThat(mailbox.flush()).isZero();
        assertThat(loop).isEmpty();
    }

    @Test
    void shouldKeepWhatIsGatheredWhileTheLoopIsBusyApart() {
        final Connection a = connection("a");
        a.onRestarted();
        mailbox.flush();
        a.onEnded(SessionEnd.REPLACED);
        runLoop();
        assertThat(heard).containsExactly("(", "a.onRestarted", ")");
        mailbox.flush();
        runLoop();
        assertThat(heard).endsWith("(", "a.onEnded", ")");
    }

    @Test
    void shouldCarryEveryCallOver() {
        final Connection a = connection("a");
        final Request.Send send = new Request.Send(1, null, 7, "k", ContentKind.TEXT, new byte[] {'x'}, 0);
        a.onAttached(new Request.Attach(1, null, "alice", "phone", 0, a), 5, true);
        a.onSent(send, 1, 2, 3, false);
        a.onDone(send);
        a.onRefused(send, RefusalCode.UNAVAILABLE, 0, 0);
        a.onAnswer(send, new byte[0]);
        a.onEntry(new byte[0], 1);
        a.onAnsweringEntry(send, new byte[0], 2);
        a.onPushedFrame(new byte[0]);
        a.onRestarted();
        a.onSeenWanted();
        a.onEnded(SessionEnd.REMOVED);
        mailbox.flush();
        runLoop();
        assertThat(heard).containsExactly("(", "a.onAttached", "a.onSent", "a.onDone", "a.onRefused", "a.onAnswer",
            "a.onEntry", "a.onAnsweringEntry", "a.onPushedFrame", "a.onRestarted", "a.onSeenWanted", "a.onEnded", ")");
    }

    @Test
    void shouldNotLetOneConnectionsBugHarmAnother() {
        final InvocationHandler broken = (proxy, method, arguments) -> {
            throw new IllegalStateException("a bug");
        };
        mailbox.crossing((Connection) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Connection.class}, broken)).onRestarted();
        connection("b").onRestarted();
        mailbox.flush();
        runLoop();
        assertThat(heard).containsExactly("(", "a bug", "b.onRestarted", ")");
    }

    @Test
    void shouldRunTheRestOfABatchAlsoAfterAnError() {
        final InvocationHandler broken = (proxy, method, arguments) -> {
            throw new OutOfMemoryError("no memory");
        };
        final Connection a = mailbox.crossing((Connection) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Connection.class}, broken));
        a.onEntry(new byte[0], 1);
        connection("b").onEntry(new byte[0], 1);
        mailbox.flush();
        runLoop();
        assertThat(heard).containsExactly("(", "no memory", "b.onEntry", ")");
    }

    @Test
    void shouldAnswerThatAnAnswerBrokeOff() {
        final InvocationHandler broken = (proxy, method, arguments) -> {
            heard.add(method.getName());
            if (!method.getName().equals("onRefused")) {
                throw new IllegalStateException("a bug");
            }
            return null;
        };
        mailbox.crossing((Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, broken))
            .onDone(new Request.ListDevices(1, "r"));
        mailbox.flush();
        runLoop();
        assertThat(heard).containsExactly("(", "onDone", "a bug", "onRefused", ")");
    }

    @Test
    void shouldDropWhatAStoppedLoopDoesNotTake() {
        final LoopMailbox stopped = new LoopMailbox(task -> {
            throw new RejectedExecutionException("stopped");
        }, () -> { }, () -> { }, error -> heard.add(error.getMessage()));
        stopped.crossing(connection("a")).onRestarted();
        assertThat(stopped.flush()).isZero();
        assertThat(stopped.flush()).isZero();
        assertThat(heard).isEmpty();
    }
}
