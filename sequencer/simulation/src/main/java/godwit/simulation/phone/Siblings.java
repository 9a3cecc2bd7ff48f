package godwit.simulation.phone;

import godwit.simulation.check.DeviceList;
import godwit.simulation.check.Sight;
import godwit.simulation.check.Sights;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a phone does about the user's devices: lists them, and removes the guest among them. */
final class Siblings {
    private final Phone phone;
    private final Family family;
    private final Clock clock;
    private final Sights sights;
    private final Map<String, Long> listing = new HashMap<>();
    private final Set<String> removing = new TreeSet<>();

    Siblings(final Phone phone, final Family family, final Clock clock, final Sights sights) {
        this.phone = phone;
        this.family = family;
        this.clock = clock;
        this.sights = sights;
    }

    void onTrying() {
        family.list().onTrying(phone.device(), clock.nowMs());
    }

    void onConnected() {
        family.list().onConnected(phone.device(), clock.nowMs());
        listing.clear();
        removing.clear();
    }

    void manage(final Draw draw) {
        if (draw.oneIn(3) && family.guest() != null && !phone.device().equals(family.guest())) {
            remove();
        } else {
            list();
        }
    }

    void list() {
        final String reqId = phone.nextReqId();
        listing.put(reqId, clock.nowMs());
        phone.send(JsonText.frame("LIST_DEVICES").with("req_id", reqId));
    }

    void remove() {
        final String reqId = phone.nextReqId();
        removing.add(reqId);
        family.list().onRemoving(family.guest(), clock.nowMs());
        family.guestPhone().judge().onRemoving(false);
        phone.send(JsonText.frame("REMOVE_DEVICE").with("req_id", reqId).with("device_id", family.guest()));
    }

    void onOk(final String reqId) {
        if (removing.remove(reqId)) {
            family.list().onRemoved(family.guest(), clock.nowMs());
            family.guestPhone().judge().onRemoving(true);
            sights.saw(Sight.DEVICE_REMOVED);
        }
    }

    void onError(final String reqId) {
        removing.remove(reqId);
        listing.remove(reqId);
    }

    void onDevices(final Frame frame) {
        final Long askedMs = listing.remove(frame.text("req_id"));
        if (askedMs == null) {
            return;
        }
        final Map<String, DeviceList.Listed> listed = new TreeMap<>();
        frame.frames("devices").forEach(device -> listed.put(device.text("device_id"),
            new DeviceList.Listed(device.flag("connected"), device.number("last_seen"))));
        final Set<String> connected = new TreeSet<>();
        if (phone.inspects()) {
            family.phones().stream().filter(Phone::isConnected).forEach(one -> connected.add(one.device()));
        }
        family.list().onList(listed, askedMs, clock.nowMs(), connected);
    }
}
