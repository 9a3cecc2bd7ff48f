package godwit.launch.up;

import godwit.launch.data.DataFolder;
import godwit.launch.data.ShmFolder;
import godwit.launch.log.Logs;
import godwit.settings.Settings;
import java.io.PrintWriter;

/**
 * All parts of {@code godwit up}.
 */
public final class UpNode {
    private final Settings settings;
    private final PrintWriter out;
    private final Progress progress;
    private final StopSequence parts = new StopSequence();

    public UpNode(final Settings settings, final PrintWriter out, final PrintWriter err) {
        this.settings = settings;
        this.out = out;
        this.progress = new Progress(err);
    }

    public int run() {
        final DataFolder data = DataFolder.open(settings.dataFolder());
        PortCheck.check(settings.edge().httpPort());
        ShmFolder.clear(data.root());
        ShmFolder.checkSpace(data.root());
        progress.say("not yet");
        out.flush();
        data.close();
        return 1;
    }
}
