package godwit.core.users;

import godwit.core.directory.UserIds;
import godwit.core.state.Intervals;

/** All tables of the owner of users, in one hand. */
public record UserTables(
    UserIds ids, Users users, Devices devices, Feeds feeds, Memberships memberships, OwnRuns ownRuns, Peers peers,
    Cursors cursors, FeedEdges feedEdges, Intervals intervals) {

    /** What was pushed and acknowledged of each cursor's chat. */
    public Pushes pushes() {
        return cursors.pushes();
    }

    /** What few cursors have. */
    public Arrears arrears() {
        return cursors.arrears();
    }

    /** Forgets a device and all its cursors. */
    public void removeDevice(final int device) {
        devices.remove(device);
    }
}
