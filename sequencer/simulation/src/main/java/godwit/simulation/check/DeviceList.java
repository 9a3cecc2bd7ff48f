package godwit.simulation.check;

import godwit.simulation.world.SimulationFailure;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The devices of one user as far as they are known for certain, and whether lists of them are true. */
public final class DeviceList {
    /** Longer than a wish to connect lives anywhere after its phone gave it up. */
    private static final long LINGERS_MS = 30_000;
    private static final long NEVER = -LINGERS_MS - 1;

    /**
     * A device as it is listed.
     *
     * @param connected  whether it is there.
     * @param lastSeenMs when it was there last, in milliseconds since 1970.
     */
    public record Listed(boolean connected, long lastSeenMs) {
    }

    /** What is known of a device; times in milliseconds of the run. */
    private static final class Known {
        private long triedMs = NEVER;
        private long connectedMs = NEVER;
        /** It was there at some time after this. */
        private long attachedMs = NEVER;
        private long removingMs = NEVER;
        private long removedMs = NEVER;
    }

    private static final int DEVICES_MAX = 8;

    private final String user;
    private final boolean crowded;
    private final Stamps stamps;
    private final Map<String, Known> devices = new TreeMap<>();

    /** Of a user whose devices never connected; {@code crowded}: there are more than may be. */
    public DeviceList(final String user, final boolean crowded, final Stamps stamps) {
        this.stamps = stamps;
        this.user = user;
        this.crowded = crowded;
    }

    private Known device(final String device) {
        return devices.computeIfAbsent(device, id -> new Known());
    }

    /** A device wants to connect. */
    public void onTrying(final String device, final long nowMs) {
        device(device).triedMs = nowMs;
    }

    /** A device heard that it is connected. */
    public void onConnected(final String device, final long nowMs) {
        device(device).connectedMs = nowMs;
        device(device).attachedMs = device(device).triedMs;
    }

    /** A device is to be removed. */
    public void onRemoving(final String device, final long nowMs) {
        device(device).removingMs = nowMs;
    }

    /** A device is known to be removed. */
    public void onRemoved(final String device, final long nowMs) {
        device(device).removedMs = nowMs;
    }

    /**
     * A list came.
     *
     * @param listed      by device.
     * @param askedMs     when it was asked for.
     * @param nowMs       the time.
     * @param connectedAll whether every device is surely connected.
     */
    public void onList(
        final Map<String, Listed> listed, final long askedMs, final long nowMs, final Set<String> connectedAll) {
        check(listed.size() <= DEVICES_MAX, "there are " + listed);
        devices.forEach((device, known) -> {
            final boolean sure = !crowded && known.connectedMs != NEVER && known.connectedMs <= askedMs
                && known.removingMs + LINGERS_MS < known.connectedMs;
            check(!sure || listed.containsKey(device), device + " is missing in " + listed);
        });
        listed.keySet().forEach(device -> {
            final Known known = devices.get(device);
            check(known != null && known.triedMs != NEVER, device + " never connected, and is in " + listed);
            check(known.removedMs == NEVER || known.removedMs > askedMs || known.triedMs + LINGERS_MS > known.removedMs,
                device + " is removed, and is in " + listed);
        });
        connectedAll.forEach(device -> check(crowded || listed.containsKey(device) && listed.get(device).connected,
            device + " is connected: " + listed));
        listed.forEach((device, one) -> verifySeen(device, one, askedMs, nowMs));
    }

    /** Who is there is seen now, and who is not was seen since it came last, as far as that is known. */
    private void verifySeen(final String device, final Listed listed, final long askedMs, final long nowMs) {
        final Known known = devices.get(device);
        final long sinceMs = listed.connected ? askedMs : known.connectedMs <= askedMs ? known.attachedMs : NEVER;
        check(listed.lastSeenMs <= stamps.at(user, nowMs) && listed.lastSeenMs >= stamps.at(user, sinceMs),
            device + " is listed as " + listed + ", and it was between " + stamps.at(user, sinceMs) + " and "
                + stamps.at(user, nowMs));
    }

    private void check(final boolean holds, final String what) {
        if (!holds) {
            throw new SimulationFailure(user + " " + what);
        }
    }
}
