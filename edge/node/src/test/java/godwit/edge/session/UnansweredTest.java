package godwit.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import godwit.edge.counters.EdgeCounter;
import godwit.edge.memory.ByteBudget;
import godwit.edge.request.Request;
import godwit.protocol.codecs.ReceiptStatus;
import godwit.protocol.codecs.RefusalCode;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client may have unanswered of what is neither send nor page, so that the others find room. */
class UnansweredTest {
    private static final int MAX = SessionConfiguration.UNANSWERED_MAX;
    private static final int ACKNOWLEDGEMENTS_MAX = 2 * SessionConfiguration.DEFAULT.unackedMax();
    private static final String CHAT = "'chat_id':'0000000000007'";
    private static final String PRIVACY = "{'type':'SET_PRIVACY','req_id':'r','last_seen':'nobody'}";
    private static final String LEAVE = "{'type':'LEAVE_CHAT'," + CHAT + "}";

    private final SessionHarness h = new SessionHarness().live();

    @ParameterizedTest
    @ValueSource(strings = {
        PRIVACY,
        LEAVE,
        "{'type':'REMOVE_DEVICE','req_id':'r','device_id':'tablet'}",
        "{'type':'PRESENCE_UNSUBSCRIBE','req_id':'r','user_ids':['bob']}",
        "{'type':'CREATE_CHAT','participant_ids':['bob']}",
        "{'type':'SET_ROLE'," + CHAT + ",'user_id':'bob','role':'admin'}",
        "{'type':'UPDATE_CHAT'," + CHAT + ",'title':'Tea'}",
        "{'type':'ADD_PARTICIPANTS'," + CHAT + ",'user_ids':['bob']}",
    })
    void shouldRefuseOneMoreThanMayBeUnanswered(final String frame) {
        in(frame, MAX - 1);
        in(frame, 1);
        assertThat(h.requests).hasSize(MAX);
        assertThat(h.out).isEmpty();
        in(frame, 1);
        assertThat(h.requests).hasSize(MAX);
        assertThat(h.lastOut()).contains("RATE_LIMITED", "unanswered", "\"retryable\":true", "\"retry_after_ms\":100");
        assertThat(h.counters.get(EdgeCounter.REQUESTS_REFUSED_UNANSWERED)).isEqualTo(1);
        assertThat(h.counters.get(EdgeCounter.RATE_REFUSALS)).isEqualTo(1);
    }

    @Test
    void shouldSayWhatWasRefused() {
        in(LEAVE, MAX);
        h.in("{'type':'LEAVE_CHAT','req_id':'5'," + CHAT + "}");
        assertThat(h.lastOut()).contains("\"req_id\":\"5\"", "\"chat_id\":\"0000000000007\"");
    }

    @Test
    void shouldRefuseWhatWouldTakeTooManyBytes() {
        in(createOf(900), 2);
        assertThat(h.requests).as("of 115 kB each").hasSize(2);
        in(createOf(900), 1);
        assertThat(h.lastOut()).contains("RATE_LIMITED");
        in(createOf(100), 1);
        assertThat(h.requests).as("what is small finds room").hasSize(3);
        h.session.onAnswer(h.requests.get(0), new byte[] {'1'});
        in(createOf(900), 1);
        assertThat(h.requests).hasSize(4);
    }

    @Test
    void shouldCountBytesUpToTheLast() {
        final List<String> ids = Collections.nCopies(1_000, "x".repeat(64));
        final Request half = create(ids, (int) (SessionConfiguration.UNANSWERED_BYTES_MAX / 2 - bytesOf(ids)) / 2);
        assertThat(half.heldBytes()).isEqualTo(SessionConfiguration.UNANSWERED_BYTES_MAX / 2);
        final Unanswered exact = new Unanswered(256);
        assertThat(exact.tryTake(half)).isTrue();
        assertThat(exact.tryTake(create(ids, half))).as("up to the bound").isTrue();
        final Unanswered over = new Unanswered(256);
        assertThat(over.tryTake(create(ids, 1 + titleOf(half)))).isTrue();
        assertThat(over.tryTake(create(ids, half))).as("two bytes over it").isFalse();
    }

    @Test
    void shouldTakeAnythingThatComesAlone() {
        final Unanswered unanswered = new Unanswered(256);
        final Request large = create(Collections.nCopies(4_000, "x".repeat(64)), 0);
        final Request small = create(List.of("bob"), 0);
        assertThat(large.heldBytes()).isGreaterThan(SessionConfiguration.UNANSWERED_BYTES_MAX);
        assertThat(unanswered.tryTake(large)).isTrue();
        assertThat(unanswered.tryTake(small)).isFalse();
        unanswered.answered(large);
        assertThat(unanswered.tryTake(small)).isTrue();
        assertThat(unanswered.tryTake(large)).isFalse();
    }

    @Test
    void shouldTakeTheLargestThatMayBeWhateverIsAcknowledged() {
        in("{'type':'MESSAGE_ACK','req_id':'r','msg_id':'5','status':'READ'}", ACKNOWLEDGEMENTS_MAX);
        in(createOf(900), 2);
        assertThat(h.out).isEmpty();
    }

    // ---- each end of a request

    @Test
    void shouldTakeAnotherForEachThatIsDone() {
        endsBy(PRIVACY, request -> h.session.onDone(request));
    }

    @Test
    void shouldTakeAnotherForEachThatIsDoneWithoutAWord() {
        endsBy(LEAVE, request -> h.session.onDone(request));
    }

    @Test
    void shouldTakeAnotherForEachThatIsAnswered() {
        endsBy("{'type':'CREATE_CHAT','participant_ids':['bob']}",
            request -> h.session.onAnswer(request, new byte[] {'1'}));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTakeAnotherForEachThatItsEntryAnswers(final boolean dropping) {
        h.dropping = dropping;
        endsBy(LEAVE, request -> h.session.onAnsweringEntry(request, new byte[] {'1'}, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNAVAILABLE", "RATE_LIMITED", "FORBIDDEN", "INVALID", "NULL_VAL"})
    void shouldTakeAnotherForEachThatIsRefused(final RefusalCode code) {
        endsBy(LEAVE, request -> h.session.onRefused(request, code, 0, 0));
    }

    @Test
    void shouldTakeAnotherForEachAcknowledgementThatIsDone() {
        final String read = "{'type':'MESSAGE_ACK','req_id':'r','msg_id':'5','status':'READ'}";
        in(read, ACKNOWLEDGEMENTS_MAX);
        h.session.onDone(h.requests.get(3));
        in(read, 2);
        assertThat(h.requests).hasSize(ACKNOWLEDGEMENTS_MAX + 1);
        assertThat(h.lastOut()).contains("RATE_LIMITED");
    }

    @Test
    void shouldCountNoneThatFindsNoRoom() {
        h.full = true;
        in(LEAVE, 2 * MAX);
        assertThat(h.out).hasSize(2 * MAX).allMatch(frame -> frame.contains("UNAVAILABLE"));
        takesUpToTheBound();
    }

    @Test
    void shouldCountNoneThatMetABugOnItsWay() {
        h.broken = true;
        in(LEAVE, 2 * MAX);
        assertThat(h.out).hasSize(2 * MAX).allMatch(frame -> frame.contains("INTERNAL"));
        takesUpToTheBound();
    }

    @Test
    void shouldCountEachEndOnce() {
        in(LEAVE, MAX);
        h.session.onDone(h.requests.get(0));
        h.session.onRefused(h.requests.get(0), RefusalCode.NULL_VAL, 0, 0);
        in(LEAVE, 1);
        h.out.clear();
        in(LEAVE, 1);
        assertThat(h.out).singleElement().asString().contains("RATE_LIMITED");
    }

    @Test
    void shouldNotMistakeOtherEndsForThese() {
        in(LEAVE, MAX);
        h.send("a");
        h.session.onSent(h.last(Request.Send.class), 1, 1, 1, false);
        h.in("{'type':'GET_CHAT'," + CHAT + "}");
        h.session.onAnswer(h.last(Request.GetChat.class), new byte[] {'1'});
        h.session.onRefused(new Request.Acknowledge(1, null, 7, 1, ReceiptStatus.READ, 0), RefusalCode.NOT_FOUND, 0, 0);
        in(LEAVE, 1);
        assertThat(h.lastOut()).contains("RATE_LIMITED");
    }

    // ---- acknowledgements

    @Test
    void shouldTakeTwoWindowsOfAcknowledgementsThatWantAnAnswer() {
        in(LEAVE, MAX);
        in("{'type':'MESSAGE_ACK','req_id':'r','msg_id':'5','status':'DELIVERED'}", ACKNOWLEDGEMENTS_MAX / 2);
        in("{'type':'MESSAGE_ACK','req_id':'r','msg_id':'5','status':'READ'}", ACKNOWLEDGEMENTS_MAX / 2);
        assertThat(h.out).isEmpty();
        in("{'type':'MESSAGE_ACK','req_id':'r','msg_id':'5','status':'READ'}", 1);
        assertThat(h.requests).hasSize(MAX + ACKNOWLEDGEMENTS_MAX);
        assertThat(h.lastOut()).contains("RATE_LIMITED", "\"retry_after_ms\":100");
    }

    @ParameterizedTest
    @CsvSource({"1, 512", "256, 512", "257, 514", "1000, 2000"})
    void shouldTakeSomeHundredAcknowledgementsHoweverSmallTheWindow(final int unackedMax, final int expected) {
        final Unanswered unanswered = new Unanswered(unackedMax);
        for (int i = 0; i < expected; i++) {
            assertThat(unanswered.tryTake(new Request.Acknowledge(1, "r", 7, i, ReceiptStatus.READ, 0))).isTrue();
        }
        assertThat(unanswered.tryTake(new Request.Acknowledge(1, "r", 7, 1, ReceiptStatus.READ, 0))).isFalse();
    }

    @Test
    void shouldTakeAnyNumberOfAcknowledgementsThatWantNone() {
        in("{'type':'MESSAGE_ACK','req_id':'r','msg_id':'5','status':'READ'}", ACKNOWLEDGEMENTS_MAX);
        in("{'type':'MESSAGE_ACK','msg_id':'5','status':'READ'}", 1_000);
        assertThat(h.out).isEmpty();
        assertThat(h.requests).hasSize(ACKNOWLEDGEMENTS_MAX + 1_000);
    }

    // ---- the others

    @Test
    void shouldHoldUpNothingElseOfTheSameClient() {
        in(LEAVE, MAX);
        h.send("a");
        h.in("{'type':'HISTORY'," + CHAT + ",'limit':1}");
        h.in("{'type':'PRESENCE_SUBSCRIBE','user_ids':['bob']}");
        h.in("{'type':'MESSAGE_ACK','req_id':'r','msg_id':'5','status':'READ'}");
        assertThat(h.requests).hasSize(MAX + 4);
        assertThat(h.out).isEmpty();
    }

    @Test
    void shouldLeaveRoomForOtherConnections() {
        final ByteBudget requests = new ByteBudget(1 << 20);
        h.requestsHeld = requests;
        in(createOf(900), 70);
        assertThat(h.out).allMatch(frame -> frame.contains("RATE_LIMITED"));
        assertThat(requests.taken()).isLessThan(SessionConfiguration.UNANSWERED_BYTES_MAX);
        final SessionHarness other = new SessionHarness();
        other.requestsHeld = requests;
        other.live().send("a");
        other.in(createOf(900));
        assertThat(other.requests).hasSize(2);
        assertThat(other.out).isEmpty();
    }

    /** At the bound, exactly one more is taken for one that ended. */
    private void endsBy(final String frame, final Consumer<Request> end) {
        in(frame, MAX);
        for (int i = 0; i < 3; i++) {
            end.accept(h.requests.get(i));
            h.out.clear();
            in(frame, 1);
            assertThat(h.out).as("in the place of number " + i).isEmpty();
            in(frame, 1);
            assertThat(h.lastOut()).contains("RATE_LIMITED");
        }
        assertThat(h.requests).hasSize(MAX + 3);
    }

    private void takesUpToTheBound() {
        h.full = false;
        h.broken = false;
        in(LEAVE, MAX + 1);
        assertThat(h.requests).hasSize(MAX);
    }

    private void in(final String frame, final int times) {
        for (int i = 0; i < times; i++) {
            h.in(frame);
        }
    }

    private static String createOf(final int participants) {
        return "{'type':'CREATE_CHAT','req_id':'r','client_chat_id':'k','participant_ids':["
            + IntStream.range(0, participants).mapToObj(i -> "'" + "x".repeat(60) + (1_000 + i) + "'")
                .collect(Collectors.joining(",")) + "]}";
    }

    private static Request.CreateChat create(final List<String> ids, final int titleLength) {
        return new Request.CreateChat(1, "r", ids, "x".repeat(titleLength), "k");
    }

    private static Request.CreateChat create(final List<String> ids, final Request like) {
        return create(ids, titleOf(like));
    }

    private static int titleOf(final Request request) {
        return ((Request.CreateChat) request).title().length();
    }

    private static long bytesOf(final List<String> ids) {
        return create(ids, 0).heldBytes();
    }
}
