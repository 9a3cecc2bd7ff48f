package godwit.simulation;

import godwit.core.CoreLimits;
import godwit.simulation.phone.Phone;
import godwit.simulation.world.Draw;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lets phones do things, as the seed has it, until it is told to stop. */
final class Workload {
    private static final int CREATED_MAX = 900;
    private static final int ADDED_MAX = 100;
    private static final int MUCH = 50;
    private static final int MISTAKE_EVERY = 3;
    private static final int CHURN_EVERY = 8;
    private static final int WATCHED_TIMES = 8;
    private static final int FOLLOWED_EVERY = 60;

    private final World world;
    private final Draw draw;
    private boolean over;

    Workload(final World world) {
        this.world = world;
        this.draw = world.draw.split();
        final int few = world.phones.size() - world.plan.crowdConnected();
        world.phones.subList(0, few).forEach(phone -> next(phone, draw.split()));
        final Draw many = world.plan.chance("many");
        world.phones.subList(few, world.phones.size()).forEach(phone -> follow(phone, many.split()));
        if (world.plan.isWide()) {
            // So that as much comes together for one as it may have.
            final Phone silent = draw.of(world.phones);
            world.clock.after(world.plan.workMs() / 4, () -> silent.fallSilent(world.plan.workMs()));
            world.clock.after(world.plan.workMs() / 3, () -> world.phones.forEach(this::writeMuch));
        }
        if (world.plan.hasMistakes()) {
            final Draw chance = world.plan.chance("wrong");
            world.phones.forEach(phone -> mistake(phone, chance.split()));
        }
        if (world.plan.hasChurn()) {
            final Draw chance = world.plan.chance("come and go");
            world.phones.stream().filter(phone -> !phone.isReader()).forEach(phone -> churn(phone, chance.split()));
        }
        if (world.plan.limits().presenceMax() < CoreLimits.DEFAULT.presenceMax()) {
            final List<String> users = world.phones.stream().map(Phone::user).distinct().toList();
            for (int part = 1; part < WATCHED_TIMES; part++) {
                world.clock.after(part * world.plan.workMs() / WATCHED_TIMES, () -> world.phones.forEach(phone -> phone.watch(users)));
            }
        }
        if (world.plan.hasRetryStorm()) {
            world.clock.after(world.plan.workMs() / 2, () -> new RetryStorm(world).begin());
        }
        if (world.plan.isPatient()) {
            final Phone silent = writers().findFirst().orElseThrow();
            world.clock.after(world.plan.workMs() / 4, () -> silent.fallSilent(world.plan.workMs() + Run.OVERDUE_MS));
        }
        if (world.plan.sharesSmallWindows()) {
            new SharedWindow(world).begin();
        }
        if (world.plan.crowd() > 0) {
            world.clock.after(1_500, () -> crowd(0));
        }
    }

    private Stream<Phone> writers() {
        return world.phones.stream().filter(phone -> !phone.isReader());
    }

    private void writeMuch(final Phone phone) {
        for (int i = phone.isReader() ? 0 : MUCH; i > 0; i--) {
            phone.write();
        }
    }

    private void next(final Phone phone, final Draw chance) {
        world.clock.after(chance.between(0, 2 * world.plan.paceMs()), () -> {
            if (!over) {
                act(phone, chance);
                next(phone, chance);
            }
        });
    }

    /** One of many in a large group: reads, looks, and says something now and then. */
    private void follow(final Phone phone, final Draw chance) {
        world.clock.after(chance.between(0, FOLLOWED_EVERY * world.plan.paceMs()), () -> {
            if (!over) {
                switch (chance.below(4)) {
                    case 0 -> phone.write();
                    case 1 -> phone.look();
                    default -> phone.read();
                }
                follow(phone, chance);
            }
        });
    }

    private void mistake(final Phone phone, final Draw chance) {
        world.clock.after(chance.between(0, MISTAKE_EVERY * world.plan.paceMs()), () -> {
            if (!over) {
                phone.mistake(chance);
                mistake(phone, chance);
            }
        });
    }

    private void churn(final Phone phone, final Draw chance) {
        world.clock.after(chance.between(0, CHURN_EVERY * world.plan.paceMs()), () -> {
            if (!over) {
                phone.churn(chance);
                churn(phone, chance);
            }
        });
    }

    private void act(final Phone phone, final Draw chance) {
        final int choice = chance.below(100);
        if (phone.isReader()) {
            if (choice < 60) {
                phone.read();
            } else if (choice < 65) {
                phone.manage();
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
        } else if (choice < 88) {
            phone.read();
        } else if (choice < 93) {
            phone.accompany(others(phone, chance, 1 + chance.below(3)), chance);
        } else {
            phone.look();
        }
    }

    /** A group of many, most of whom are never there: made by somebody who is, and grown by as many as a change lists. */
    private void crowd(final int from) {
        final int to = Math.min(world.plan.crowd(), from + (from == 0 ? CREATED_MAX : ADDED_MAX));
        final Phone maker = writers().findFirst().orElseThrow();
        if (!over && from < world.plan.crowd() && maker.isConnected()) {
            maker.crowd(IntStream.range(from, to).mapToObj(i -> "c" + i).toList());
            world.clock.after(100, () -> crowd(to));
        } else if (!over && from < world.plan.crowd()) {
            world.clock.after(200, () -> crowd(from));
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
