package godwit.simulation;

import godwit.simulation.phone.Phone;
import godwit.simulation.world.Draw;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
        if (phone.device().equals(World.GUEST)) {
            if (choice < 60) {
                phone.read();
            } else {
                phone.look();
            }
            return;
        }
        if (choice < 48) {
            phone.write();
        } else if (choice < 52) {
            for (int i = chance.below(40); i > 0; i--) {
                phone.write();
            }
        } else if (choice < 58) {
            phone.begin(other(phone, chance));
        } else if (choice < 63) {
            phone.beginGroup(others(phone, chance, 2 + chance.below(Math.max(1, world.plan.users() - 2))));
        } else if (choice < 74) {
            phone.change(others(phone, chance, 1 + chance.below(2)));
        } else if (choice < 77) {
            phone.manage();
        } else if (choice < 91) {
            phone.read();
        } else {
            phone.look();
        }
    }

    private String other(final Phone phone, final Draw chance) {
        final int own = Integer.parseInt(phone.user().substring(1));
        return "u" + (own + 1 + chance.below(world.plan.users() - 1)) % world.plan.users();
    }

    private List<String> others(final Phone phone, final Draw chance, final int count) {
        final Set<String> others = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            others.add(other(phone, chance));
        }
        while (count > 1 && others.size() < 2) {
            others.add(other(phone, chance));
        }
        return List.copyOf(others);
    }

    void stop() {
        over = true;
    }
}
