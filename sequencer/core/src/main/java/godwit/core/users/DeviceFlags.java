package godwit.core.users;

import godwit.core.CoreLimits;
import godwit.core.state.Table;

/**
 * What a membership says of each device of its user, whether that has a cursor or not: a bit for each of the places that
 * {@link Devices} give.
 */
public final class DeviceFlags {
    private static final int WORD = Memberships.CURSORS;
    private static final int KNOWN = 1;
    private static final int LEVEL = 1 << CoreLimits.DEVICES_PER_USER_MAX;
    private static final int READER = 1 << 2 * CoreLimits.DEVICES_PER_USER_MAX;
    private static final int ALL = (1 << CoreLimits.DEVICES_PER_USER_MAX) - 1;

    private final Table memberships;
    private final Devices devices;

    DeviceFlags(final Table memberships, final Devices devices) {
        this.memberships = memberships;
        this.devices = devices;
    }

    /** Whether the device acknowledged something of the chat since its user joined: it needs not be told that there is one. */
    public boolean isKnown(final int membership, final int device) {
        return is(membership, device, KNOWN);
    }

    /** It did. */
    public void setKnown(final int membership, final int device) {
        set(membership, device, KNOWN);
    }

    /**
     * Whether a device without a cursor has, or sent, everything that is meant for its user so far, so that its cursor went;
     * else it has none because nothing ever waited for it.
     */
    public boolean isLevel(final int membership, final int device) {
        return is(membership, device, LEVEL);
    }

    /** It has. */
    public void setLevel(final int membership, final int device) {
        set(membership, device, LEVEL);
    }

    /** Whether it was this device that moved its user's read mark to where it is: it needs not be told. */
    public boolean isReader(final int membership, final int device) {
        return is(membership, device, READER);
    }

    /** It was. */
    public void onRead(final int membership, final int device) {
        clear(membership, ALL * READER & ~(READER << devices.place(device)));
        set(membership, device, READER);
    }

    void clearLevel(final int membership, final int device) {
        clear(membership, LEVEL << devices.place(device));
    }

    /** The user joined once more: each device is to be told of the chat as if it were new, and of what comes has nothing. */
    public void onRejoined(final int membership) {
        clear(membership, ALL * (KNOWN | LEVEL));
    }

    /** The device goes, and another may take its place. */
    public void onDeviceGone(final int membership, final int device) {
        clear(membership, (KNOWN | LEVEL | READER) << devices.place(device));
    }

    private boolean is(final int membership, final int device, final int flag) {
        return (memberships.high(membership, WORD) & flag << devices.place(device)) != 0;
    }

    private void set(final int membership, final int device, final int flag) {
        final int flags = memberships.high(membership, WORD);
        final int more = flags | flag << devices.place(device);
        if (more != flags) {
            memberships.setHigh(membership, WORD, more);
        }
    }

    private void clear(final int membership, final int mask) {
        final int flags = memberships.high(membership, WORD);
        if ((flags & mask) != 0) {
            memberships.setHigh(membership, WORD, flags & ~mask);
        }
    }
}
