package godwit.simulation.phone;

import godwit.simulation.check.DeviceList;
import java.util.ArrayList;
import java.util.List;

/** The devices of one user. */
public final class Family {
    private final List<Phone> phones = new ArrayList<>();
    private final String guest;
    private final DeviceList list;

    /**
     * Of a user.
     *
     * @param user  whose.
     * @param guest the device that may be removed; null: none.
     */
    public Family(final String user, final String guest) {
        this.guest = guest;
        this.list = new DeviceList(user);
    }

    void add(final Phone phone) {
        phones.add(phone);
    }

    List<Phone> phones() {
        return phones;
    }

    /** The device that comes and goes, or null; it only reads. */
    String guest() {
        return guest;
    }

    /** What is known of them. */
    DeviceList list() {
        return list;
    }

    Phone guestPhone() {
        return phones.stream().filter(phone -> phone.device().equals(guest)).findFirst().orElse(null);
    }
}
