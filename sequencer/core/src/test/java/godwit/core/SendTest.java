package godwit.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Numbering, refusing and recognising of sends. */
class SendTest {
    private final Shard shard = new Shard();

    @Test
    void shouldNumberDenselyWithIdsThatGrowWhateverTheClockDoes() {
        final long chat = shard.chat("alice", "bob");
        final long other = shard.chat("alice", "carol");
        long last = 0;
        for (int i = 1; i <= 50; i++) {
            shard.now += i % 7 == 0 ? -5000 : 3;
            final long msgId = shard.send(i % 3 == 0 ? other : chat, i % 2 == 0 ? "alice" : "alice", "d", "k" + i, "x");
            assertThat(msgId).isGreaterThan(last);
            assertThat((int) (msgId >>> 12) & 1023).isEqualTo(3);
            last = msgId;
        }
        assertThat(shard.out.take("sent")).hasSize(50).last().isEqualTo("sent e7 r52 #34");
    }

    @Test
    void shouldGoOnWithTheNextMillisecondWhenTheCounterIsUsedUp() {
        final long chat = shard.chat("alice", "bob");
        shard.isHashChecked = false;
        shard.step();
        long last = 0;
        for (int i = 0; i < 4097; i++) {
            shard.now--;
            final long msgId = shard.send(chat, "alice", "d", "k" + i, "x");
            assertThat(msgId).isGreaterThan(last);
            last = msgId;
        }
        assertThat((last >>> 22) + 1_735_689_600_000L).isEqualTo(shard.now + 1);
    }

    @Test
    void shouldAnswerARetryFromAnyDeviceWithTheFirstMessage() {
        shard.attach("bob", "phone");
        final long chat = shard.chat("alice", "bob");
        final long msgId = shard.send(chat, "alice", "phone", "k", "first");
        shard.out.take();
        assertThat(shard.send(chat, "alice", "tablet", "k", "other content")).isEqualTo(msgId);
        assertThat(shard.out.take()).containsExactly("sent e7 r4 #1 duplicate");
        shard.send(chat, "bob", "phone", "k", "bob's own key");
        assertThat(shard.out.take("sent")).containsExactly("sent e7 r5 #2");
    }

    @Test
    void shouldRefuseASendThatLingeredWhileItsDeviceSentByALaterSession() {
        final long chat = shard.chat("alice", "bob");
        shard.send(4, "", chat, "alice", "phone", "lingers", "x");
        shard.send(5, "", chat, "alice", "phone", "k0", "x");
        shard.out.take();
        shard.send(4, "", chat, "alice", "phone", "lingers", "x");
        assertThat(shard.out.take("sent")).as("its key is known").singleElement().asString().endsWith("#1 duplicate");
        for (int i = 1; i <= 4 * shard.limits().inFlightMax(); i++) {
            shard.send(5, "", chat, "alice", "phone", "k" + i, "x");
        }
        shard.out.take();
        shard.send(4, "", chat, "alice", "phone", "lingers", "x");
        assertThat(shard.out.take()).singleElement().asString().contains(" code=8 ");
        shard.send(4, "", chat, "alice", "tablet", "t", "x");
        shard.send(0, "", chat, "alice", "phone", "unknown", "x");
        assertThat(shard.out.take("sent")).hasSize(2);
    }

    @Test
    void shouldKnowARetryWhileSoManyLaterSendsOfTheDeviceWereAcceptedAndNoLonger() {
        final long chat = shard.chat("alice", "bob");
        final int window = 4 * shard.limits().inFlightMax();
        shard.send(chat, "alice", "phone", "k0", "x");
        for (int i = 1; i <= window; i++) {
            shard.send(chat, "alice", "phone", "k" + i, "x");
            shard.send(chat, "alice", "tablet", "t" + i, "x");
        }
        shard.out.take();
        shard.send(chat, "alice", "phone", "k0", "x");
        assertThat(shard.out.take("sent")).allMatch(line -> line.endsWith("#1 duplicate"));
        shard.send(chat, "alice", "phone", "k" + (window + 1), "x");
        shard.out.take();
        shard.send(chat, "alice", "phone", "k1", "x");
        assertThat(shard.out.take("sent")).allMatch(line -> line.endsWith("#2 duplicate"));
        shard.send(chat, "alice", "phone", "k0", "x");
        assertThat(shard.out.take("sent")).noneMatch(line -> line.endsWith("duplicate"));
    }

    @Test
    void shouldForgetAKeyAfterTheRetention() {
        final long chat = shard.chat("alice", "bob");
        shard.send(chat, "alice", "phone", "k0", "x");
        final long sentAt = shard.now;
        shard.outage(sentAt + shard.limits().inboxRetentionMs() - 1 - shard.now);
        shard.send(chat, "alice", "phone", "k0", "x");
        assertThat(shard.out.take("sent")).last().asString().endsWith("duplicate");
        shard.send(chat, "alice", "phone", "k0", "x");
        assertThat(shard.out.take("sent")).last().asString().isEqualTo("sent e7 r4 #2");
    }

    @Test
    void shouldAnswerByTheLatestSendWhenALongerRetentionBringsAnExpiredKeyBack() {
        final long chat = shard.chat("alice", "bob");
        shard.send(chat, "alice", "phone", "k0", "x");
        shard.outage(shard.limits().inboxRetentionMs() + 1);
        shard.send(chat, "alice", "phone", "k0", "x");
        shard.configure(Limits.of(shard.limits()).retentionMs(2 * shard.limits().inboxRetentionMs()).build());
        shard.out.take();
        shard.send(chat, "alice", "phone", "k0", "x");
        final Recording out = new Recording();
        shard.core = Shard.restore(shard.snapshot(), out);
        shard.send(chat, "alice", "phone", "k0", "x");
        assertThat(shard.out.take("sent")).containsExactly("sent e7 r4 #2 duplicate");
        assertThat(out.take("sent")).containsExactly("sent e7 r5 #2 duplicate");
    }

    @Test
    void shouldGiveUpTheKeysOfADeviceThatSentNothingForTheRetention() {
        final long chat = shard.chat("alice", "bob");
        shard.send(chat, "alice", "phone", "k0", "x");
        shard.outage(shard.limits().inboxRetentionMs() + 120_000);
        final long before = shard.core.stateHash();
        shard.core.onTick();
        shard.check();
        assertThat(shard.core.stateHash()).isNotEqualTo(before);
    }

    @Test
    void shouldRefuseByCode() {
        final long chat = shard.chat("alice", "bob");
        shard.out.take();
        shard.send(chat, "mallory", "d", "k", "x");
        shard.send(chat + 1, "alice", "d", "k", "x");
        shard.send(chat, "alice", "d", "k", "");
        shard.send(chat, "alice", "d", "", "x");
        shard.send(chat, "alice", "d", "k".repeat(65), "x");
        shard.send(chat, "alice", "d", "k", "x".repeat(shard.limits().bodyBytesMax() + 1));
        assertThat(shard.out.take()).containsExactly(
            "refused e7 r2 code=1 detail=1",
            "refused e7 r3 code=1 detail=1",
            "refused e7 r4 code=4 detail=4",
            "refused e7 r5 code=4 detail=14",
            "refused e7 r6 code=4 detail=14",
            "refused e7 r7 code=3 detail=5");
        shard.send(chat, "alice", "d", "k".repeat(64), "x".repeat(shard.limits().bodyBytesMax()));
        assertThat(shard.out.take("sent")).hasSize(1);
    }

    @Test
    void shouldRefuseWhenTooMuchWaitsForTheJournalAndGoOnWhenItMoved() {
        final long chat = shard.chat("alice", "bob");
        shard.configure(Limits.of(shard.limits()).unjournaledEntries(2).build());
        shard.send(chat, "alice", "d", "k1", "x");
        shard.send(chat, "alice", "d", "k2", "x");
        shard.out.take();
        shard.send(chat, "alice", "d", "k3", "x");
        assertThat(shard.out.take()).containsExactly("refused e7 r4 code=6 detail=6");
        shard.send(chat, "alice", "d", "k2", "x");
        assertThat(shard.out.take("sent")).singleElement().asString().endsWith("duplicate");
        shard.journaled(2);
        shard.send(chat, "alice", "d", "k3", "x");
        assertThat(shard.out.take("sent")).hasSize(1);
    }

    @Test
    void shouldRefuseWhatFollowsARefusedSendUntilThatOneIsAccepted() {
        final long chat = shard.chat("alice", "bob");
        shard.configure(Limits.of(shard.limits()).unjournaledEntries(2).build());
        shard.send(chat, "alice", "d", "k1", "x");
        shard.send(chat, "alice", "d", "k2", "x");
        shard.out.take();
        shard.sendAfter("k2", chat, "alice", "d", "k3", "x");
        shard.journaled(3);
        shard.sendAfter("k3", chat, "alice", "d", "k4", "x");
        shard.sendAfter("k4", chat, "alice", "d", "k5", "x");
        assertThat(shard.out.take()).containsExactly(
            "refused e7 r4 code=6 detail=6", "refused e7 r5 code=6 detail=15", "refused e7 r6 code=6 detail=15");
        shard.send(chat, "alice", "d", "k3", "x");
        shard.sendAfter("k3", chat, "alice", "d", "k4", "x");
        shard.sendAfter("k-of-nobody", chat, "alice", "d", "k4", "x");
        assertThat(shard.out.take("sent")).containsExactly("sent e7 r7 #3", "sent e7 r8 #4", "sent e7 r9 #4 duplicate");
    }

    @Test
    void shouldKnowTheSendThatIsFollowedByItsOwnSenderAndChatOnly() {
        final long chat = shard.chat("alice", "bob");
        final long other = shard.chat("alice", "carol");
        shard.send(chat, "bob", "d", "k1", "x");
        shard.send(other, "alice", "d", "k1", "x");
        shard.out.take();
        shard.sendAfter("k1", chat, "alice", "d", "k2", "x");
        assertThat(shard.out.take()).singleElement().asString().endsWith("code=6 detail=15");
        shard.sendAfter("k1", other, "alice", "tablet", "k2", "x");
        assertThat(shard.out.take("sent")).hasSize(1);
    }

    @Test
    void shouldIgnoreAJournalOfAnotherLifeOrBehindOrAheadOfWhatWasSaid() {
        final long chat = shard.chat("alice", "bob");
        shard.send(chat, "alice", "d", "k1", "x");
        final long before = shard.core.stateHash();
        shard.core.onJournalAdvance(99, 1);
        shard.core.onJournalAdvance(1, 3);
        shard.core.onJournalAdvance(1, -5);
        shard.core.onJournalAdvance(1, Long.MAX_VALUE);
        assertThat(shard.core.stateHash()).isEqualTo(before);
        shard.core.onJournalAdvance(1, 2);
        assertThat(shard.core.journalPosition()).isEqualTo(2);
    }

    @Test
    void shouldForgetTheShardsOldestKeyWhenKeysAreFull() {
        final long chat = shard.chat("alice", "bob");
        shard.configure(Limits.of(shard.limits()).keys(3).build());
        shard.send(chat, "alice", "phone", "k1", "x");
        shard.send(chat, "bob", "phone", "k2", "x");
        shard.send(chat, "alice", "tablet", "k3", "x");
        shard.out.take();
        shard.send(chat, "bob", "tablet", "k4", "x");
        shard.send(chat, "bob", "phone", "k2", "x");
        shard.send(chat, "alice", "tablet", "k3", "x");
        shard.send(chat, "bob", "tablet", "k4", "x");
        assertThat(shard.out.take("sent")).containsExactly(
            "sent e7 r5 #4", "sent e7 r6 #2 duplicate", "sent e7 r7 #3 duplicate", "sent e7 r8 #4 duplicate");
        shard.send(chat, "alice", "phone", "k1", "x");
        assertThat(shard.out.take("sent")).containsExactly("sent e7 r9 #5");
        final Recording out = new Recording();
        final Core restored = Shard.restore(shard.snapshot(), out);
        assertThat(restored.stateHash()).isEqualTo(shard.core.stateHash());
        shard.core = restored;
        shard.send(chat, "carol", "phone", "k", "x");
        shard.send(chat, "alice", "phone", "k5", "x");
        shard.send(chat, "bob", "phone", "k2", "x");
        shard.send(chat, "alice", "phone", "k5", "x");
        assertThat(out.take("sent")).containsExactly("sent e7 r11 #6", "sent e7 r12 #7", "sent e7 r13 #6 duplicate");
    }

    @Test
    void shouldForgetFirstTheKeysOfWhoSentNothingForLongest() {
        final long chat = shard.chat("alice", "bob");
        shard.configure(Limits.of(shard.limits()).keys(3).build());
        shard.send(chat, "alice", "phone", "k1", "x");
        shard.send(chat, "bob", "phone", "k2", "x");
        shard.pass(2_000);
        shard.send(chat, "alice", "phone", "k3", "x");
        shard.send(chat, "alice", "phone", "k4", "x");
        shard.out.take();
        shard.send(chat, "alice", "phone", "k1", "x");
        shard.send(chat, "bob", "phone", "k2", "x");
        assertThat(shard.out.take("sent")).as("bob's went, though it is newer than alice's first").containsExactly(
            "sent e7 r6 #1 duplicate", "sent e7 r7 #5");
    }

    @Test
    void shouldLetADeviceWithAllItsKeysReplaceItsOwnWhenKeysAreFull() {
        final long chat = shard.chat("alice", "bob");
        final int ofDevice = 4 * shard.limits().inFlightMax() + 1;
        shard.configure(Limits.of(shard.limits()).keys(ofDevice + 1).build());
        shard.send(chat, "bob", "phone", "old", "x");
        for (int i = 1; i <= 2 * ofDevice; i++) {
            shard.send(chat, "alice", "phone", "k" + i, "x");
        }
        assertThat(shard.out.take("refused")).isEmpty();
        shard.send(chat, "bob", "phone", "old", "x");
        assertThat(shard.out.take("sent")).last().asString().endsWith("#1 duplicate");
    }

    @Test
    void shouldMeetALowerBoundOfKeysBitByBit() {
        final long chat = shard.chat("alice", "bob");
        for (int i = 1; i <= 10; i++) {
            shard.send(chat, i % 2 == 0 ? "alice" : "bob", "phone", "k" + i, "x");
        }
        shard.configure(Limits.of(shard.limits()).keys(1).build());
        for (int i = 11; i <= 20; i++) {
            shard.send(chat, i % 2 == 0 ? "alice" : "bob", "phone", "k" + i, "x");
        }
        shard.out.take();
        shard.send(chat, "bob", "phone", "k19", "x");
        shard.send(chat, "bob", "phone", "k19", "x");
        assertThat(shard.out.take("sent")).containsExactly("sent e7 r22 #21", "sent e7 r23 #21 duplicate");
    }
}
