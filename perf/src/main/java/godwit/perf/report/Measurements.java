package godwit.perf.report;

import godwit.perf.check.ChatLedger;
import godwit.perf.floor.Floor;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Everything a run counts and times, in microseconds. Written by the load's thread, read after the run. */
public final class Measurements {
    private static final int DIGITS = 3;
    private static final long HIGHEST_US = TimeUnit.MINUTES.toMicros(10);

    private final IntervalLog sendToSent = new IntervalLog("send_to_sent");
    private final IntervalLog sendToReceive = new IntervalLog("send_to_receive");
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
    private long retries;
    private long unanswered;

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
        if (nowNs - measureFromNs >= 0 && nowNs - measureFromNs < measureLengthNs) {
            sentInTime++;
        }
        if (measured) {
            sent++;
            sendToSent.record(nowNs, micros(latencyNs));
        }
    }

    /** A message came through. */
    public void onReceived(final boolean measured, final long latencyNs) {
        receivedAll++;
        if (measured) {
            received++;
            sendToReceive.record(System.nanoTime(), micros(latencyNs));
        }
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

    private static long micros(final long ns) {
        return Math.min(HIGHEST_US, Math.max(0, TimeUnit.NANOSECONDS.toMicros(ns)));
    }
}
