package godwit.perf;

/**
 * What the figures of a scenario are called, for people.
 *
 * @param unit       what the rate counts.
 * @param left       what began.
 * @param answered   what was answered.
 * @param came       what came through to others.
 * @param toAnswered the latency from the intended time to the answer.
 * @param toCame     the latency from the intended time to the others.
 * @param lost       what did not come through.
 * @param reordered  what came when it should not have.
 * @param again      what came again, which is allowed.
 * @param wrong      what did not hold at the end; null: nothing is compared at the end.
 * @param good       that no rule was broken.
 */
public record Wording(
    String unit, String left, String answered, String came, String toAnswered, String toCame, String lost,
    String reordered, String again, String wrong, String good) {

    static final Wording MESSAGES = new Wording("messages", "Messages sent, measured", "Answered (SENT), measured",
        "Delivered, measured", "send → SENT", "send → RECEIVE", "Lost", "Out of order", "Delivered again (allowed)",
        null, "Nothing lost, doubled or out of order.");
    static final Wording GROUP_MESSAGES = new Wording("messages", "Messages sent, measured",
        "Answered (SENT), measured", "Deliveries to other members, measured", "send → SENT", "send → RECEIVE",
        "Lost, over all deliveries", "Out of order", "Delivered again (allowed)",
        "Members whose marks at the end differ from what they acknowledged",
        "Nothing lost, doubled or out of order at any member, and everyone's marks are what they acknowledged.");
    static final Wording PRESENCE = new Wording("connects and disconnects", "Connects and disconnects, measured",
        "Done (CONNECTED came, or the socket closed), measured", "PRESENCE that told of them, measured",
        "event → done", "event → PRESENCE", "Changes that a subscriber was never told of",
        "PRESENCE of what was not so", "PRESENCE of what was told before (allowed)",
        "Subscribers who hold a wrong state at the end",
        "Every change told to every subscriber, and every final state is right.");
}
