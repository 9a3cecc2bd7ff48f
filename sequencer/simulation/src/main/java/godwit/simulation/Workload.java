package godwit.simulation;

import godwit.simulation.phone.Phone;
import godwit.simulation.world.Draw;

/** Lets phones do things, as the seed has it, until it is told to stop. */
final class Workload {
    private final World world;
    private final Draw draw;
    private boolean over;

    Workload(final World world) {
        this.world = world;
        this.draw = world.draw.split();
        world.phones.forEach(phone -> next(phone, draw.split()));
    }

    private void next(final Phone phone, final Draw chance) {
        world.clock.after(chance.between(0, 2 * world.plan.paceMs()), () -> {
            if (!over) {
                act(phone, chance);
                next(phone, chance);
            }
        });
    }

    private void act(final Phone phone, final Draw chance) {
        final int choice = chance.below(100);
        if (choice < 55) {
            phone.write();
        } else if (choice < 60) {
            for (int i = chance.below(40); i > 0; i--) {
                phone.write();
            }
        } else if (choice < 72) {
            phone.begin(other(phone, chance));
        } else if (choice < 90) {
            phone.read();
        } else {
            phone.look();
        }
    }

    private String other(final Phone phone, final Draw chance) {
        final int own = Integer.parseInt(phone.user().substring(1));
        return "u" + (own + 1 + chance.below(world.plan.users() - 1)) % world.plan.users();
    }

    void stop() {
        over = true;
    }
}
