package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A group's owner and the owner of its members' users forget at different times: each goes on with what it has. */
class ForgottenMemberTest {
    private static final long RETENTION_MS = CoreLimits.DEFAULT.inboxRetentionMs();

    private final Shard shard = new Shard();
    private final List<String> seen = new ArrayList<>();
    private long chat;
    private long bob;

    @Test
    void shouldGoOnWithAMembershipWhoseMemberWasForgotten() {
        shard.configure(Limits.of(shard.limits()).groupMembers(4).build());
        begin();
        for (int i = 0; i < 5; i++) {
            shard.change(chat, Changes.ADDED, "alice", "m" + i);
            shard.change(chat, Changes.REMOVED, "alice", "m" + i);
        }
        look();
        comeBack(15);
        assertThat(seen).containsExactly(
            "r5 member=false last=3 mine=1/1",
            "r5 member=true last=15 mine=1/1", "#15-15", "r8 member=true last=15 mine=14/14",
            "r5 member=true last=17 mine=1/1", "#15-17", "r8 member=true last=17 mine=14/14",
            "r5 member=true last=17 mine=17/17", "#15-17", "r8 member=true last=17 mine=17/17",
            "r5 member=true last=18 mine=17/17", "#15-18", "r8 member=true last=18 mine=17/17");
        leaveForEver();
    }

    @Test
    void shouldBeginAMembershipAnewThatWasForgottenWhileTheMemberWasNot() {
        begin();
        pass();
        look();
        comeBack(5);
        assertThat(seen).containsExactly(
            "#1-3",
            "r5 member=true last=5 mine=4/4", "#5-5", "r8 member=true last=5 mine=1/1",
            "r5 member=true last=7 mine=4/4", "#5-7", "r8 member=true last=7 mine=1/1",
            "r5 member=true last=7 mine=7/7", "#5-7", "r8 member=true last=7 mine=7/7",
            "r5 member=true last=8 mine=7/7", "#5-8", "r8 member=true last=8 mine=7/7");
        leaveForEver();
    }

    @Test
    void shouldTellNobodyThatOneWhoCameBackReadWhatWasSentMeanwhile() {
        begin();
        pass();
        shard.change(chat, Changes.ADDED, "alice", "bob");
        shard.delivered(bob, chat, 5);
        assertThat(shard.getChat("alice", chat)).contains("participant r8 bob role=1 5/1");
    }

    private void begin() {
        chat = shard.group("alice", "g1", "bob", "carol");
        bob = shard.attach("bob", "phone");
        shard.send(chat, "alice", "phone", "k1", "one");
        shard.send(chat, "bob", "phone", "k2", "two");
        shard.read(bob, chat, 1);
        shard.change(chat, Changes.LEFT, "bob");
        shard.send(chat, "alice", "phone", "k3", "three");
    }

    private void comeBack(final long sequence) {
        shard.change(chat, Changes.ADDED, "alice", "bob");
        look();
        shard.send(chat, "bob", "phone", "k4", "four");
        shard.send(chat, "alice", "phone", "k5", "five");
        look();
        shard.read(bob, chat, sequence + 2);
        look();
        shard.change(chat, Changes.ROLE, ChatView.ADMIN, "alice", "", "bob");
        look();
    }

    private void leaveForEver() {
        shard.change(chat, Changes.LEFT, "bob");
        checkRestored();
        pass();
        assertThat(shard.list(bob, 0, -1, 10)).hasSize(1);
        checkRestored();
    }

    private void pass() {
        shard.now += RETENTION_MS;
        shard.pass(1_000);
        bob = shard.attach("bob", "phone");
    }

    private void look() {
        seen(shard.list(bob, 0, -1, 10), "row ");
        seen(shard.history("bob", chat, -1, -1, 10), "page ");
        seen(shard.getChat("bob", chat), "row ");
        checkRestored();
    }

    /** Of a row whether bob is in the chat, up to where, and bob's marks; of a page from where to where it is. */
    private void seen(final List<String> lines, final String what) {
        lines.stream().filter(line -> line.startsWith(what))
            .map(line -> line.replaceAll("^page r6 (#\\S+).*|^row (r\\d) .*(member=\\S+ last=\\S+ mine=\\S+).*", "$1$2 $3"))
            .map(String::strip).forEach(seen::add);
    }

    private void checkRestored() {
        assertThat(Shard.restore(shard.snapshot(), new Recording()).stateHash()).isEqualTo(shard.core.stateHash());
    }
}
