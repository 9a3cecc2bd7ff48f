package godwit.simulation.phone;

import godwit.simulation.check.DeviceList;
import godwit.simulation.check.Stamps;
import java.util.ArrayList;
import java.util.List;

/** The devices of one user. */
public final class Family {
    private final List<Phone> phones = new ArrayList<>();
    private final String guest;
    private final DeviceList list;
    private final boolean crowded;

    /**
     * Of a user.
     *
     * @param user  whose.
     * @param guest the device that may be removed; null: none.
     * @param crowded whether there are more than may be, so that each of them may be removed.
     * @param stamps  what its shard takes for the time.
     */
    public Family(final String user, final String guest, final boolean crowded, final Stamps stamps) {
        this.guest = guest;
        this.crowded = crowded;
        this.list = new DeviceList(user, crowded, stamps);
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

    /** Whether there are more than may be. */
    boolean isCrowded() {
        return crowded;
    }

    /** What is known of them. */
    DeviceList list() {
        return list;
    }

    Phone guestPhone() {
        return phones.stream().filter(phone -> phone.device().equals(guest)).findFirst().orElse(null);
    }
}
