package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who types, told to the other members who are there, by a core that does not change over it. */
class TypingTest {
    private final Shard shard = new Shard();

    @Test
    void shouldTellTheOtherOneOfADirectChatOnAllDevices() {
        final long chat = shard.chat("alice", "bob");
        shard.attach("alice", "phone");
        shard.attach("alice", "tablet");
        final long phone = shard.attach("bob", "phone");
        final long tablet = shard.attach("bob", "tablet");
        assertThat(types(chat, "alice", true)).containsExactly(
            "typing e7 alice starts [s" + phone + "<0 s" + tablet + "<0]");
        assertThat(types(chat, "alice", false)).containsExactly(
            "typing e7 alice stops [s" + phone + "<0 s" + tablet + "<0]");
        shard.detach(phone);
        shard.detach(tablet);
        assertThat(types(chat, "alice", true)).as("nobody is there").isEmpty();
    }

    @Test
    void shouldTellMembersOfAGroupOncePerEdge() {
        final long chat = shard.group("alice", "g", "bob", "carol", "dave");
        shard.attach("alice", "phone");
        final long bob = shard.attach("bob", "phone");
        final long other = shard.open(8);
        shard.core.onAttach(8, other, 90, 900, 0, 0, Shard.partition("carol"), Shard.bytes("carol"), Shard.bytes("phone"));
        final long carol = shard.out.lastSession;
        final long dave = shard.attach("dave", "phone");
        assertThat(types(chat, "alice", true)).containsExactly(
            "typing e7 alice starts [s" + bob + "<0 s" + dave + "<0]", "typing e8 alice starts [s" + carol + "<0]");
    }

    @Test
    void shouldTellNobodyOfAStrangerOrOneWhoLeftAndNotOneWhoLeft() {
        final long chat = shard.group("alice", "g", "bob", "carol");
        final long alice = shard.attach("alice", "phone");
        shard.attach("bob", "phone");
        shard.attach("mallory", "phone");
        assertThat(types(chat, "mallory", true)).isEmpty();
        assertThat(types(chat, "nobody", true)).isEmpty();
        assertThat(types(chat, "", true)).isEmpty();
        assertThat(types(chat, "x".repeat(65), true)).isEmpty();
        assertThat(types(chat + 1, "alice", true)).as("no such chat").isEmpty();
        assertThat(types(-1, "alice", true)).isEmpty();
        shard.change(chat, Changes.LEFT, "bob");
        assertThat(types(chat, "bob", true)).isEmpty();
        assertThat(types(chat, "alice", true)).as("carol is not there").isEmpty();
        assertThat(types(chat, "carol", true)).containsExactly("typing e7 carol starts [s" + alice + "<0]");
    }

    @Test
    void shouldTellUpToTheFanoutThresholdAndNobodyAboveIt() {
        shard.configure(Limits.of(shard.limits()).fanout(3).build());
        final long chat = shard.group("alice", "g", "bob", "carol");
        final long bob = shard.attach("bob", "phone");
        assertThat(types(chat, "alice", true)).containsExactly("typing e7 alice starts [s" + bob + "<0]");
        shard.change(chat, Changes.ADDED, "alice", "dave");
        assertThat(types(chat, "alice", true)).isEmpty();
        shard.change(chat, Changes.REMOVED, "alice", "dave");
        assertThat(types(chat, "alice", true)).hasSize(1);
    }

    @Test
    void shouldNotTellASessionWhoseEdgeIsGone() {
        final long chat = shard.chat("alice", "bob");
        shard.attach("bob", "phone");
        shard.core.onEdgeClose(Shard.EDGE, shard.epoch);
        assertThat(types(chat, "alice", true)).isEmpty();
    }

    @Test
    void shouldTellMembersOnOtherShardsThroughTheChatsOwner() {
        final Mesh mesh = new Mesh(3, Limits.of(CoreLimits.DEFAULT).fanout(4).build());
        final long bob = mesh.attach("bob1", "phone");
        final long carol = mesh.attach("carol2", "phone");
        final long dave = mesh.attach("dave1", "phone");
        final long group = mesh.create("alice0", "g", "bob1", "carol2", "dave1");
        final long direct = mesh.create("alice0", "", "bob1");
        mesh.settle();
        assertThat(over(mesh, group, "alice0")).containsExactly("typing-link 1 alice0 starts",
            "typing-link 2 alice0 starts", "typing e7 alice0 starts [s" + bob + "<0 s" + dave + "<0]",
            "typing e7 alice0 starts [s" + carol + "<0]");
        assertThat(over(mesh, group, "bob1")).as("not to himself").containsExactly("typing-link 1 bob1 starts",
            "typing-link 2 bob1 starts", "typing e7 bob1 starts [s" + dave + "<0]",
            "typing e7 bob1 starts [s" + carol + "<0]");
        assertThat(over(mesh, direct, "alice0")).containsExactly("typing-link 1 alice0 starts",
            "typing e7 alice0 starts [s" + bob + "<0]");
        assertThat(over(mesh, direct, "bob1")).as("alice is not there").isEmpty();
        assertThat(over(mesh, direct, "carol2")).isEmpty();
        mesh.change(group, Changes.ADDED, ChatView.MEMBER, "alice0", "erin2");
        mesh.settle();
        assertThat(over(mesh, group, "alice0")).as("five are too many").isEmpty();
        assertThat(linked(mesh, 1, group, "alice0")).as("nor by one who did not know that yet").isEmpty();
    }

    @Test
    void shouldTakeNothingForAChatThatTheOtherShardKnowsNothingOf() {
        final Mesh mesh = new Mesh(2, CoreLimits.DEFAULT);
        mesh.attach("bob1", "phone");
        final long chat = mesh.create("alice0", "", "bob1");
        assertThat(linked(mesh, 1, chat, "alice0")).as("the chat is still under way").isEmpty();
        mesh.settle();
        assertThat(linked(mesh, 1, chat, "")).isEmpty();
        assertThat(linked(mesh, 1, chat, "alice0")).hasSize(1);
    }

    /** What comes out, over a core that must be the same to the byte before and after. */
    private List<String> types(final long chat, final String user, final boolean starts) {
        shard.out.take();
        final long hash = shard.core.stateHash();
        final List<byte[]> before = shard.snapshot();
        shard.core.onTyping(chat, Shard.bytes(user), starts);
        shard.core.onLinkTyping(chat + 77, Shard.bytes(user), starts);
        unchanged(shard.core, hash);
        assertThat(shard.snapshot()).usingRecursiveComparison().isEqualTo(before);
        return shard.out.take();
    }

    private static List<String> over(final Mesh mesh, final long chat, final String user) {
        mesh.outs.forEach(Recording::take);
        final long[] hashes = mesh.cores.stream().mapToLong(Core::stateHash).toArray();
        mesh.cores.get(Mesh.shardOf(chat)).onTyping(chat, Shard.bytes(user), true);
        unchanged(mesh.cores.get(Mesh.shardOf(chat)), hashes[Mesh.shardOf(chat)]);
        mesh.settle();
        return mesh.outs.stream().flatMap(out -> out.take().stream()).toList();
    }

    private static List<String> linked(final Mesh mesh, final int shard, final long chat, final String user) {
        mesh.outs.get(shard).take();
        final long hash = mesh.cores.get(shard).stateHash();
        mesh.cores.get(shard).onLinkTyping(chat, Shard.bytes(user), true);
        unchanged(mesh.cores.get(shard), hash);
        return mesh.outs.get(shard).take();
    }

    private static void unchanged(final Core core, final long hash) {
        assertThat(core.stateHash()).isEqualTo(hash);
        assertThat(core.recomputeStateHash()).isEqualTo(hash);
    }
}
