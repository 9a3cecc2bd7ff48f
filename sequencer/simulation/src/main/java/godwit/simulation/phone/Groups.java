package godwit.simulation.phone;

import godwit.core.CoreLimits;
import godwit.protocol.ChatIds;
import godwit.simulation.check.Change;
import godwit.simulation.check.Chat;
import godwit.simulation.check.ChatState;
import godwit.simulation.check.Evidence;
import godwit.simulation.check.Sight;
import godwit.simulation.check.Truth;
import godwit.simulation.world.Clock;
import godwit.simulation.world.Draw;
import godwit.simulation.world.SimulationFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a phone does to groups: makes them, under its own key, and changes them, whether it may or not. What is in doubt is
 * asked again on the next connection. Every answer is judged.
 */
final class Groups {
    private static final int ASKED_MAX = 6;
    private static final long RETRY_MS = 300;
    private static final String CROWD = "crowd";

    /** A group that is to be there, once. */
    private record Creation(String key, List<String> others, String title) {
    }

    /** A change that is wanted; {@code version}: of the chat when it was asked first. */
    private record Wanted(long chatId, String kind, List<String> ids, String role, String title, long version) {
        Change change() {
            return new Change(kind, ids, ids.size(), role, title, version);
        }
    }

    private final Phone phone;
    private final Evidence evidence;
    private final Truth truth;
    private final Clock clock;
    private final Draw draw;
    private final Map<String, Long> made = new LinkedHashMap<>();
    private final Map<String, Creation> creations = new LinkedHashMap<>();
    private final Map<String, String> creating = new LinkedHashMap<>();
    private final Map<String, Wanted> changing = new LinkedHashMap<>();
    private final List<Wanted> waiting = new ArrayList<>();
    private long lastGroup;
    private long lastTitle;

    Groups(final Phone phone, final Evidence evidence, final Clock clock, final Draw draw) {
        this.phone = phone;
        this.evidence = evidence;
        this.truth = evidence.truth();
        this.clock = clock;
        this.draw = draw;
    }

    // ---- what it wants

    /** Makes a group with some of these, or asks once more for one that it made. */
    void create(final List<String> others) {
        if (!made.isEmpty() && draw.oneIn(3)) {
            ask(creations.get(draw.of(List.copyOf(made.keySet()))));
            evidence.sights().saw(Sight.GROUP_ASKED_AGAIN);
        } else if (creating.size() < 2) {
            make(others);
        }
    }

    /** Makes a group with these. */
    void make(final List<String> others) {
        final Creation creation = new Creation(
            phone.device() + "-g" + ++lastGroup, others, draw.oneIn(3) ? "" : title());
        creations.put(creation.key, creation);
        ask(creation);
    }

    /** Makes a group with all others of the first time and these, or adds these to it. */
    void crowd(final List<String> users) {
        if (!creations.containsKey(CROWD)) {
            creations.put(CROWD, new Creation(CROWD, users, title()));
            ask(creations.get(CROWD));
        } else if (made.containsKey(CROWD)) {
            ask(new Wanted(made.get(CROWD), Change.ADDED, users, null, null, truth.chat(made.get(CROWD)).version()));
        }
    }

    private void ask(final Creation creation) {
        final String reqId = phone.nextReqId();
        creating.put(reqId, creation.key);
        final JsonText frame = JsonText.frame("CREATE_CHAT").with("req_id", reqId)
            .with("client_chat_id", creation.key).list("participant_ids", creation.others);
        if (!creation.title.isEmpty()) {
            frame.with("title", creation.title);
        }
        phone.send(frame);
    }

    private String title() {
        return phone.user() + phone.device() + " " + ++lastTitle;
    }

    /** Changes a chat about some users. */
    void change(final long chatId, final List<String> users) {
        if (changing.size() + waiting.size() >= ASKED_MAX) {
            return;
        }
        final int choice = draw.below(100);
        final long version = truth.chat(chatId).version();
        if (choice < 40 || choice < 72 && !mayLeave()) {
            ask(new Wanted(chatId, Change.ADDED, users, null, null, version));
        } else if (choice < 62) {
            ask(new Wanted(chatId, Change.REMOVED, users, null, null, version));
        } else if (choice < 72) {
            ask(new Wanted(chatId, Change.LEFT, List.of(), null, null, version));
        } else if (choice < 88) {
            ask(new Wanted(chatId, Change.ROLE, users.subList(0, 1), draw.oneIn(2) ? Change.ADMIN : Change.MEMBER,
                null, version));
        } else {
            ask(new Wanted(chatId, Change.TITLE, List.of(), null, title(), version));
        }
    }

    /** That somebody was in a chat is forgotten as soon as an inbox is, and of that nobody judges. */
    private boolean mayLeave() {
        return evidence.limits().inboxRetentionMs() == CoreLimits.DEFAULT.inboxRetentionMs();
    }

    /** Removes somebody and adds the same one again, at once. */
    void churn(final long chatId, final String user) {
        if (changing.size() + waiting.size() < ASKED_MAX) {
            final long version = truth.chat(chatId).version();
            ask(new Wanted(chatId, Change.REMOVED, List.of(user), null, null, version));
            ask(new Wanted(chatId, Change.ADDED, List.of(user), null, null, version));
        }
    }

    /** Takes somebody in, or out. */
    void change(final long chatId, final String change, final String other) {
        ask(new Wanted(chatId, change, List.of(other), null, null, truth.chat(chatId).version()));
    }

    private void ask(final Wanted wanted) {
        truth.onAsked(phone.user(), wanted.chatId, wanted.change());
        final String reqId = phone.nextReqId();
        changing.put(reqId, wanted);
        final JsonText frame = JsonText.frame(switch (wanted.kind) {
            case Change.ADDED -> "ADD_PARTICIPANTS";
            case Change.REMOVED -> "REMOVE_PARTICIPANTS";
            case Change.LEFT -> "LEAVE_CHAT";
            case Change.ROLE -> "SET_ROLE";
            default -> "UPDATE_CHAT";
        }).with("req_id", reqId).with("chat_id", ChatIds.format(wanted.chatId));
        switch (wanted.kind) {
            case Change.ADDED, Change.REMOVED -> frame.list("user_ids", wanted.ids);
            case Change.ROLE -> frame.with("user_id", wanted.ids.get(0)).with("role", wanted.role);
            case Change.TITLE -> frame.with("title", wanted.title);
            default -> { }
        }
        phone.send(frame);
    }

    // ---- what becomes of it

    /** A new connection: what is in doubt is asked again. */
    void onConnected() {
        final List<String> groups = List.copyOf(creating.values());
        final List<Wanted> changes = List.copyOf(changing.values());
        creating.clear();
        changing.clear();
        groups.forEach(key -> ask(creations.get(key)));
        changes.forEach(this::ask);
        if (!changes.isEmpty()) {
            evidence.sights().saw(Sight.CHANGE_IN_DOUBT);
        }
    }

    /** A chat is made that was asked for. */
    void onCreated(final Frame frame) {
        final String key = creating.remove(frame.text("req_id"));
        if (key == null) {
            return;
        }
        final long chatId = frame.chatId();
        final Creation creation = creations.get(key);
        final Chat chat = truth.chat(chatId);
        final Long before = made.put(key, chatId);
        check(!isTooMany(creation.others), "made %s, who are too many", creation);
        verifyRoom(chat, creation.others);
        check(before == null || before == chatId, "made %s, and again: %d, %d", key, before, chatId);
        final List<String> expected = new ArrayList<>(creation.others);
        expected.add(0, phone.user());
        check(chat.createdBy().equals(phone.user()) && chat.clientChatId().equals(key)
            && chat.state(0).members().keySet().equals(java.util.Set.copyOf(expected))
            && chat.state(0).title().equals(creation.title), "made %s as %s", creation, chat.state(0));
    }

    /** A change that was asked for is there, or there was none to be. */
    void onChanged(final Frame frame) {
        final Wanted wanted = changing.remove(frame.text("req_id"));
        if (wanted == null) {
            return;
        }
        final Chat chat = truth.chat(wanted.chatId);
        check(frame.chatId() == wanted.chatId && !isTooMany(wanted.ids), "asked for %s, is answered %s", wanted, frame);
        if (frame.text("change").equals("none")) {
            final long version = frame.number("version");
            // Who is no member is told of no later version than that of the leaving.
            check(version <= chat.version() && mayKnow(chat, version) && chat.anySince(wanted.version, state ->
                state.isUnchangedBy(phone.user(), wanted.kind, wanted.ids, wanted.role, wanted.title)),
                "asked for %s, is answered %s", wanted, frame);
            evidence.sights().saw(Sight.CHANGED_NOTHING);
            // Of one whose entry left memory is said the same.
            if (!evidence.mayLeaveMemory().getAsBoolean() || !chat.didSince(wanted.version, phone.user(), wanted.change())) {
                chat.onNotDone(phone.user(), wanted.change());
            }
            return;
        }
        final Change change = frame.shown().change();
        check(change.kind().equals(wanted.kind) && change.version() > wanted.version
            && (wanted.kind.equals(Change.LEFT) || wanted.ids.containsAll(change.userIds()))
            && (wanted.role == null || wanted.role.equals(change.role()))
            && (wanted.title == null || wanted.title.equals(change.title()))
            && frame.text("by").equals(phone.user()), "asked for %s, is answered %s", wanted, frame);
        verifyRoom(chat, change.userIds());
        final ChatState before = chat.state(change.version() - 1);
        check(!wanted.kind.equals(Change.ADDED) || wanted.ids.stream().allMatch(id ->
            before.has(id) || change.userIds().contains(id)), "asked for %s, is answered %s", wanted, frame);
        check(!wanted.kind.equals(Change.REMOVED) || wanted.ids.stream().noneMatch(id ->
            before.has(id) && !change.userIds().contains(id)), "asked for %s, is answered %s", wanted, frame);
        final List<String> rest = new ArrayList<>(wanted.ids);
        rest.removeAll(change.userIds());
        if (!rest.isEmpty()) {
            chat.onNotDone(phone.user(), new Change(wanted.kind, rest, rest.size(), wanted.role, wanted.title, wanted.version));
        }
    }

    private boolean mayKnow(final Chat chat, final long version) {
        return chat.state(version).has(phone.user()) || version > 0 && chat.state(version - 1).has(phone.user());
    }

    /** Something was refused; whether it was this phone's wish for a group. */
    boolean onError(final String reqId, final String code, final boolean retryable) {
        final String key = creating.remove(reqId);
        if (key != null) {
            if (isTooMany(creations.get(key).others) && code.equals("TOO_LARGE")) {
                evidence.sights().saw(Sight.TOO_MANY_NAMED);
                return true;
            }
            if (code.equals("INVALID")) {
                onFull(creations.get(key).others.size() + 1, creations.get(key).others, creations.get(key));
                return true;
            }
            check(retryable, "may not make %s: %s", creations.get(key), code);
            clock.after(draw.between(RETRY_MS / 2, RETRY_MS * 2), () -> again(creations.get(key)));
            return true;
        }
        final Wanted wanted = changing.remove(reqId);
        if (wanted != null && retryable) {
            waiting.add(wanted);
            clock.after(draw.between(RETRY_MS / 2, RETRY_MS * 2), () -> {
                if (waiting.remove(wanted)) {
                    again(wanted);
                }
            });
        } else if (wanted != null) {
            onRefused(wanted, code);
        }
        return wanted != null;
    }

    private void again(final Wanted wanted) {
        if (phone.isConnected()) {
            ask(wanted);
        } else {
            changing.put(phone.nextReqId(), wanted);
        }
    }

    private void again(final Creation creation) {
        if (phone.isConnected()) {
            ask(creation);
        } else {
            creating.put(phone.nextReqId(), creation.key);
        }
    }

    private void onRefused(final Wanted wanted, final String code) {
        final Chat chat = truth.chat(wanted.chatId);
        final String user = phone.user();
        chat.onNotDone(user, wanted.change());
        if (code.equals("FORBIDDEN")) {
            if (wanted.kind.equals(Change.LEFT)) {
                check(!chat.hadUpTo(wanted.version, user) || chat.wasForgotten(user)
                    && chat.anySince(wanted.version, state -> !state.has(user)), "may not do %s, but was a member", wanted);
            } else {
                check(chat.anySince(wanted.version, state -> !state.isAdmin(user)),
                    "may not do %s, but was an admin", wanted);
            }
            evidence.sights().saw(Sight.CHANGE_FORBIDDEN);
        } else if (code.equals("TOO_LARGE")) {
            check(isTooMany(wanted.ids), "may not do %s: %s", wanted, code);
            evidence.sights().saw(Sight.TOO_MANY_NAMED);
        } else if (wanted.kind.equals(Change.ADDED) && !chat.isDirect() && code.equals("INVALID")) {
            final int most = chat.mostSince(wanted.version, wanted.ids);
            onFull(most, wanted.ids, wanted);
        } else {
            check(code.equals("INVALID"), "may not do %s: %s", wanted, code);
            check(chat.isDirect() || wanted.kind.equals(Change.ROLE) && chat.anySince(wanted.version, state ->
                !state.has(wanted.ids.get(0)) || state.isAdmin(wanted.ids.get(0))
                    && state.members().values().stream().filter(Change.ADMIN::equals).count() == 1),
                "may not do %s: %s", wanted, code);
            evidence.sights().saw(Sight.CHANGE_INVALID);
        }
    }

    /** Something is refused since a group has too many members, or one of these has too many chats. */
    private void onFull(final int members, final List<String> ids, final Object what) {
        final boolean isFull = members > evidence.limits().groupMembersMax();
        final List<String> concerned = new ArrayList<>(ids);
        concerned.add(phone.user());
        final boolean hasAll = concerned.stream()
            .anyMatch(id -> truth.chatsOf(id).size() >= evidence.limits().chatsPerUserMax());
        check(isFull || hasAll, "may not do %s, but there is room", what);
        evidence.sights().saw(isFull ? Sight.LIMIT_GROUP_MEMBERS : Sight.LIMIT_CHATS);
    }

    /** What is done had room: in the group, and with those whose chats the group's shard knows. */
    private void verifyRoom(final Chat chat, final List<String> ids) {
        check(chat.isDirect() || chat.state().members().size() <= evidence.limits().groupMembersMax(),
            "is in chat %d with %s", chat.chatId(), chat.state());
        for (final String id : ids) {
            if (!evidence.linked().test(id, chat.chatId())) {
                final long count = truth.chatsOf(id).stream().filter(one -> truth.chat(one).state().has(id)
                    && !evidence.linked().test(id, one)).count();
                check(count <= evidence.limits().chatsPerUserMax(), "%s is in %d chats", id, count);
            }
        }
    }

    private boolean isTooMany(final List<String> ids) {
        return java.util.Set.copyOf(ids).size() > evidence.limits().commandUsersMax();
    }

    /** What has no answer; null: nothing. */
    String unfinished() {
        final String rest = "" + creating.values() + changing.values() + waiting;
        return creating.isEmpty() && changing.isEmpty() && waiting.isEmpty() ? null : rest;
    }

    private void check(final boolean holds, final String what, final Object... values) {
        if (!holds) {
            throw new SimulationFailure(phone.user() + " " + String.format(Locale.ROOT, what, values));
        }
    }
}
