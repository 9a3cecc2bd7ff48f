package godwit.perf.report;

import godwit.perf.Scenario;
import godwit.perf.check.ChatLedger;
import godwit.perf.floor.Floor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Everything a run counts and times, in microseconds. Written by the load's thread, read after the run. */
public final class Measurements {
    private static final int DIGITS = 3;
    private static final long HIGHEST_US = TimeUnit.MINUTES.toMicros(10);
    /** PROTOCOL: online shows within 1 s, and offline within 1 s of a clean close. */
    private static final long PRESENCE_LIMIT_US = TimeUnit.SECONDS.toMicros(1);

    private final boolean presence;
    private final IntervalLog sendToSent;
    private final IntervalLog sendToReceive;
    private final IntervalLog eventToOnline = new IntervalLog("event_to_online", "connect → ONLINE at a subscriber");
    private final IntervalLog eventToOffline = new IntervalLog("event_to_offline", "close → OFFLINE at a subscriber");
    private final Histogram generatorLagUs = new Histogram(HIGHEST_US, DIGITS);
    private final ChatLedger.Counts counts = new ChatLedger.Counts();
    private final Map<String, Long> refusals = new TreeMap<>();
    private final Map<String, Long> disconnects = new TreeMap<>();
    private Floor floor;
    private long measureFromNs;
    private long measureLengthNs;
    private long startedAtMs;
    private long sent;
    private long sentAll;
    private long sentInTime;
    private long left;
    private long received;
    private long receivedAll;
    private long receivedInTime;
    private long expectedPerMessage;
    private long retries;
    private long unanswered;
    private long unobserved;
    private long onlineOverLimit;
    private long offlineOverLimit;

    /** Nothing yet of a run of that scenario. */
    public Measurements(final Scenario scenario) {
        sendToSent = new IntervalLog("send_to_sent", scenario.wording().toAnswered());
        sendToReceive = new IntervalLog("send_to_receive", scenario.wording().toCame());
        presence = scenario == Scenario.PRESENCE_CHURN;
    }

    /** What the machine gives at best, measured before the load. */
    public void floor(final Floor measured) {
        floor = measured;
    }

    /** What the machine gives at best. */
    public Floor floor() {
        return floor;
    }

    /** The measured part begins at that time and lasts so long. */
    public void start(final long fromNs, final long lengthNs) {
        measureFromNs = fromNs;
        measureLengthNs = lengthNs;
        startedAtMs = System.currentTimeMillis() + TimeUnit.NANOSECONDS.toMillis(fromNs - System.nanoTime());
        sendToSent.start(startedAtMs, fromNs);
        sendToReceive.start(startedAtMs, fromNs);
        eventToOnline.start(startedAtMs, fromNs);
        eventToOffline.start(startedAtMs, fromNs);
    }

    /** A send left, so long after it was meant to. */
    public void onLeft(final boolean measured, final long lagNs) {
        if (measured) {
            left++;
            generatorLagUs.recordValue(micros(lagNs));
        }
    }

    /** A send was answered. */
    public void onSent(final boolean measured, final long nowNs, final long latencyNs) {
        sentAll++;
        sentInTime += inTime(nowNs);
        if (measured) {
            sent++;
            sendToSent.record(nowNs, micros(latencyNs));
        }
    }

    /** A message came through to somebody, so long after it was meant to leave. */
    public void onReceived(final boolean measured, final long nowNs, final long latencyNs) {
        receivedAll++;
        receivedInTime += inTime(nowNs);
        if (measured) {
            received++;
            sendToReceive.record(nowNs, micros(latencyNs));
        }
    }

    /** A subscriber was told that somebody came or went, so long after it was meant to be. */
    public void onPresence(final boolean online, final boolean measured, final long nowNs, final long latencyNs) {
        if (measured) {
            final long us = micros(latencyNs);
            (online ? eventToOnline : eventToOffline).record(nowNs, us);
            onlineOverLimit += online && us > PRESENCE_LIMIT_US ? 1 : 0;
            offlineOverLimit += !online && us > PRESENCE_LIMIT_US ? 1 : 0;
        }
    }

    /** To how many others each message has to come. */
    public void expectedPerMessage(final long others) {
        expectedPerMessage = others;
    }

    /** How many changes a subscriber did not stay for. */
    public void unobserved(final long count) {
        unobserved = count;
    }

    /** A command was refused for good. */
    public void onRefused(final String code) {
        refusals.merge(String.valueOf(code), 1L, Long::sum);
    }

    /** A connection was lost. */
    public void onDisconnected(final String why) {
        disconnects.merge(why, 1L, Long::sum);
    }

    /** How many sends went out more than once. */
    public void retries(final long count) {
        retries = count;
    }

    /** How many sends had no answer at the end. */
    public void unanswered(final long count) {
        unanswered = count;
    }

    /** Sends that went out more than once. */
    public long retries() {
        return retries;
    }

    /** Sends without an answer at the end. */
    public long unanswered() {
        return unanswered;
    }

    /** Measured sends that left. */
    public long left() {
        return left;
    }

    /** Measured sends that were answered. */
    public long sent() {
        return sent;
    }

    /** All sends that were answered, warm-up included. */
    public long sentAll() {
        return sentAll;
    }

    /** Measured messages that came through. */
    public long received() {
        return received;
    }

    /** All messages that came through, warm-up included. */
    public long receivedAll() {
        return receivedAll;
    }

    /** Answers a second while it was measured. */
    public double rateAchieved() {
        return measureLengthNs == 0 ? 0 : sentInTime * 1e9 / measureLengthNs;
    }

    /** To how many others each message has to come; 0: not judged. */
    public long expectedPerMessage() {
        return expectedPerMessage;
    }

    /** Deliveries to others a second while it was measured. */
    public double deliveriesAchieved() {
        return measureLengthNs == 0 ? 0 : receivedInTime * 1e9 / measureLengthNs;
    }

    /** The latencies that belong into a picture. */
    public List<IntervalLog> curves() {
        return presence ? List.of(eventToOnline, eventToOffline) : List.of(sendToSent, sendToReceive);
    }

    /** All latencies. */
    public List<IntervalLog> logs() {
        final List<IntervalLog> logs = new ArrayList<>(List.of(sendToSent, sendToReceive));
        if (presence) {
            logs.addAll(curves());
        }
        return logs;
    }

    /** What only this scenario counts. */
    public List<Figure> figures() {
        if (presence) {
            return List.of(
                new Figure("online_over_limit", "ONLINE later than 1 s", onlineOverLimit, true),
                new Figure("offline_over_limit", "OFFLINE later than 1 s", offlineOverLimit, true),
                new Figure("online_told", "ONLINE told", eventToOnline.total().getTotalCount(), false),
                new Figure("offline_told", "OFFLINE told", eventToOffline.total().getTotalCount(), false),
                new Figure("unobserved", "Changes that a subscriber left before", unobserved, false));
        }
        return expectedPerMessage == 0 ? List.of() : List.of(new Figure("deliveries_per_second",
            "Deliveries a second while measured", Math.round(deliveriesAchieved() * 10) / 10.0, false));
    }

    /** What went wrong. */
    public ChatLedger.Counts counts() {
        return counts;
    }

    /** Refusals for good, by code. */
    public Map<String, Long> refusals() {
        return refusals;
    }

    /** Lost connections, by reason. */
    public Map<String, Long> disconnects() {
        return disconnects;
    }

    /** From the intended time to the answer, in microseconds. */
    public IntervalLog sendToSent() {
        return sendToSent;
    }

    /** From the intended time to the receiver, in microseconds. */
    public IntervalLog sendToReceive() {
        return sendToReceive;
    }

    /** How late the generator itself was, in microseconds. */
    public Histogram generatorLagUs() {
        return generatorLagUs;
    }

    private int inTime(final long nowNs) {
        return nowNs - measureFromNs >= 0 && nowNs - measureFromNs < measureLengthNs ? 1 : 0;
    }

    private static long micros(final long ns) {
        return Math.min(HIGHEST_US, Math.max(0, TimeUnit.NANOSECONDS.toMicros(ns)));
    }
}
