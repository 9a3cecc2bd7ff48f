package godwit.simulation;

import godwit.simulation.check.Chat;
import godwit.simulation.phone.Phone;
import godwit.simulation.world.Draw;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fills a small window from both sides at once: its edge hands a device what comes by the subscription of a wide chat, the
 * shard pushes what comes in another chat of its user, more of it than there is room for, and the device acknowledges
 * nothing meanwhile. Left to chance, hardly one run in hundreds comes to that.
 */
final class SharedWindow {
    /** Until the device has acknowledged what was under way, and follows. */
    private static final long FOLLOWED_MS = 250;
    private static final long SILENT_MS = 500;
    private static final long PAUSE_MIN_MS = 50;
    private static final long PAUSE_MAX_MS = 700;

    private final World world;
    private final Draw draw;

    SharedWindow(final World world) {
        this.world = world;
        this.draw = world.plan.chance("shared window");
    }

    /** Again and again, as long as things go wrong. */
    void begin() {
        world.clock.after(draw.between(PAUSE_MIN_MS, PAUSE_MAX_MS), () -> {
            if (!world.isHealed()) {
                fill();
                begin();
            }
        });
    }

    private void fill() {
        final List<Phone> members = connected().filter(phone -> wide(phone).findAny().isPresent()).toList();
        if (members.isEmpty()) {
            connected().filter(phone -> !phone.isReader()).findFirst().ifPresent(phone -> phone.beginGroup(others(phone)));
            return;
        }
        final Phone reader = draw.of(members);
        if (narrow(reader).findAny().isEmpty()) {
            connected().filter(phone -> isOther(phone, reader)).findFirst().ifPresent(phone -> phone.begin(reader.user()));
        }
        final Chat wide = draw.of(wide(reader).toList());
        // With this one it is told that it is handed the next ones.
        write(wide, reader, 1);
        world.clock.after(FOLLOWED_MS, () -> {
            if (!world.isHealed()) {
                reader.fallSilent(SILENT_MS);
                write(wide, reader, world.plan.limits().subscribedMax());
                narrow(reader).findFirst().ifPresent(chat -> write(chat, reader, world.plan.limits().unacknowledgedMax()));
            }
        });
    }

    private List<String> others(final Phone phone) {
        return world.phones.stream().map(Phone::user).filter(user -> !user.equals(phone.user())).distinct().toList();
    }

    private Stream<Phone> connected() {
        return world.phones.stream().filter(Phone::isConnected);
    }

    private Stream<Chat> wide(final Phone phone) {
        return chats(phone).filter(this::isWide);
    }

    private Stream<Chat> narrow(final Phone phone) {
        return chats(phone).filter(chat -> !isWide(chat));
    }

    private Stream<Chat> chats(final Phone phone) {
        return world.truth.chats().values().stream().filter(chat -> chat.state().has(phone.user()));
    }

    private boolean isWide(final Chat chat) {
        return chat.state().members().size() > world.plan.limits().fanoutMax();
    }

    /** Another one who sends. */
    private static boolean isOther(final Phone phone, final Phone reader) {
        return !phone.isReader() && !phone.user().equals(reader.user());
    }

    /** So much that the reader is to have, by one after the other. */
    private void write(final Chat chat, final Phone reader, final int count) {
        final List<Phone> writers =
            connected().filter(phone -> isOther(phone, reader) && chat.state().has(phone.user())).toList();
        for (int i = 0; i < count && !writers.isEmpty(); i++) {
            writers.get(i % writers.size()).write(chat.chatId());
        }
    }
}
