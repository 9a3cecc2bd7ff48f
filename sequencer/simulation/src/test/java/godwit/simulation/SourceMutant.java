package godwit.simulation;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Deliberate faults in the sources of core and edge: each is a text that stands in a file exactly once, and what stands
 * there instead; some are two of them.
 */
enum SourceMutant {
    /** A group is made anew whenever its creation is asked for again. */
    GROUP_MADE_TWICE("chats/Creation",
        "request.clientChatId.capacity() == 0 ? 0 : chats.findGroup(creator, request.clientChatId)", "0"),
    /** Who is removed is shown the next entry, too. */
    INTERVAL_CLOSED_LATE("chats/Members",
        "intervals.close(slot, sequence);", "intervals.close(slot, sequence + 1);"),
    /** Who is removed does not get the entry by which it was. */
    INTERVAL_CLOSED_EARLY("users/Memberships",
        "leavings.add(slot, sequence, ", "leavings.add(slot, sequence - 1, "),
    /** Who joins is shown the entry before. */
    INTERVAL_OPENED_EARLY("chats/Members",
        "intervals.open(slot, sequence);", "intervals.open(slot, Math.max(1, sequence - 1));"),
    /** A former member still gets what is sent. */
    REMOVED_MEMBER_LISTENS("users/Memberships",
        "leavings.add(slot, sequence, ", "leavings.add(slot, Long.MAX_VALUE - 1, "),
    /** Who comes back may not read of the time before. */
    OLD_INTERVAL_FORGOTTEN("chats/Members",
        "intervals.open(slot, sequence);",
        "intervals.clear(slot); intervals.open(slot, sequence);"),
    /** Who left is told of the chat as it is. */
    FORMER_TOLD_OF_NOW("users/FeedView", "if (leaving == 0) {", "if (leaving >= 0) {"),
    /** Who leaves is told of the chat as it is without the user, so that the leaving seems known. */
    LEAVING_TOLD_BEFORE_IT_COMES("inbox/Announcements", "return leaving != null && leaving", "return leaving != null && leaving.count < 0 && leaving"),
    /** The row of a chat that the user left has its version of now. */
    FORMER_ROW_OF_NOW("users/Memberships", "leavings.version(leaving(slot))", "feeds.version(feed(slot))"),
    /** The row of a chat that the user left says how many members it has now. */
    FORMER_ROW_COUNTS_NOW("users/Memberships", "leavings.memberCount(leaving(slot))", "feeds.totalCount(feed(slot))"),
    /** One who left asks to leave again, and is told the version of now. */
    VERSION_TOLD_TO_FORMER("chats/Changing", "request, asker, members.leftVersion(member));", "request, asker, chats.version(chat));"),
    /** A shard that was away is told of a chat as it is, and then of what was before. */
    AWAY_SHARD_TOLD_OF_NOW("shards/ChatSending", "titleRef = items.toldTitle(item);", "titleRef = chats.title(chat);"),
    /** The same of its version, so that what was before is taken for known. */
    AWAY_SHARD_TOLD_VERSION_OF_NOW("shards/ChatSending", "version = items.toldVersion(item);", "version = chats.version(chat);"),
    /** The same of who is in it. */
    AWAY_SHARD_TOLD_MEMBERS_OF_NOW("shards/ChatSending",
        "(asNow ? members.isPresent(member) : wasThere(member))", "members.isPresent(member)"),
    /** A former member may send on. */
    REMOVED_MEMBER_TALKS("chats/Sending",
        "if (member == 0 || !members.isPresent(member)) {", "if (member == 0) {"),
    /** Every member may change a group. */
    ROLE_CHECK_SKIPPED("chats/Changing",
        "request.kind != Changes.LEFT && members.role(member) != ChatView.ADMIN", "request.kind > Changes.TITLE"),
    /** Nobody succeeds the last admin. */
    SUCCESSION_SKIPPED("chats/Changing",
        "if (chats.adminCount(chat) == 0 && chats.memberCount(chat) > 0) {", "if (chats.memberCount(chat) < 0) {"),
    /** The newest member succeeds. */
    NEWEST_MEMBER_SUCCEEDS("chats/Changing",
        "members.id(members.ofChat().first(chat))", "members.id(members.ofChat().last(chat))"),
    /** A change leaves the version. */
    VERSION_NOT_GROWN("chats/Changing", "chats.nextVersion(chat)", "chats.version(chat)"),
    /** A change counts as a message. */
    CHANGE_COUNTS_AS_UNREAD("chats/Changing",
        "entries.write(entry, 0, chats.messages(chat),", "entries.write(entry, 0, chats.nextMessage(chat),"),
    /** A change of a title is not told to the owner of users. */
    TITLE_NOT_TOLD("users/Feeds", "if (change.kind == Changes.TITLE) {", "if (change.kind > Changes.TITLE) {"),
    /** What one device reads counts as acknowledged by the user's others. */
    READ_EMPTIES_ANOTHER_INBOX("inbox/Acknowledgements",
        "parts.notices().onOwnRead(membership, device, fanout);",
        "parts.notices().onOwnRead(membership, device, fanout);"
            + " for (int c = tables.cursors().ofMembership().first(membership); c != 0;"
            + " c = tables.cursors().ofMembership().next(c)) {"
            + " if (pushes.acknowledged(c) < sequence) { parts.progress().advance(c, sequence); } }"),
    /** What a device received moves no mark of its user. */
    DELIVERED_MOVES_NO_MARK("inbox/Acknowledgements",
        "if (wasPushed && status == Receipts.DELIVERED || read) {", "if (read) {"),
    /** Now and then an edge drops what was read. */
    READS_DROPPED("edge/uplink/Acknowledgements",
        "if (coveredByRead(link, status, chatId, sequence)) {",
        "if (status == ReceiptStatus.READ && nowMs % 3 == 0 || coveredByRead(link, status, chatId, sequence)) {"),
    /** What was read by history moves no mark. */
    READ_OF_HISTORY_MOVES_NO_MARK("inbox/Acknowledgements",
        "final boolean read = status == Receipts.READ || status == Receipts.READ_UNPUSHED;",
        "final boolean read = status == Receipts.READ;"),
    /** Who left a group may not acknowledge what came before. */
    LEAVER_MAY_NOT_ACKNOWLEDGE("inbox/Acknowledgements",
        "if (membership == 0) {", "if (membership == 0 || !tables.memberships().isMember(membership)) {"),
    /** What one who came back has read counts as unread. */
    READ_COUNTS_AS_UNREAD("users/Memberships", "others(slot) - readOthers(slot)",
        "others(slot) - (intervals.oldestFrom(member(slot)) == intervals.newestFrom(member(slot)) ? readOthers(slot) : 0)"),
    /** A list begins with the chat whose row changed last, whatever that was. */
    LISTED_BY_CHANGE("inbox/ChatLists",
        "since < 0 ? rows.activity(membership) : rows.change(membership)", "rows.change(membership)"),
    /** The last row of a list has no last message. */
    LAST_MESSAGE_LEFT_OUT("edge/outbound/ChatsEncoder", "chat.lastMessage == null || lastMessage(chat.lastMessage)",
        "chat.lastMessage == null || lengthToCome == 0 || lastMessage(chat.lastMessage)"),
    /** Members of a group are not told of receipts as they come. */
    GROUP_RECEIPTS_NOT_TOLD("inbox/ReceiptNotices",
        "rows.isDirect(membership) || rows.lastOwn(membership) > before;", "rows.isDirect(membership);"),
    /** A group's first marks are told only with the entries that moved them. */
    FIRST_MARKS_UNTOLD("inbox/PeerMarks", " && !feeds.isOwned(feed)) {\n            return 0;", ") {\n            return 0;"),
    /** A receipt says when it is told, not when its mark moved. */
    RECEIPT_OF_NOW("inbox/ReceiptNotices", "read ? peers.readMs(peer) : peers.deliveredMs(peer),", "shard.clocks().idTime(),"),
    /** Who comes back is not told what others read meanwhile. */
    RECEIPTS_UNTOLD_AT_ATTACH("inbox/Attachments", "parts.notices().repeatPeers(session, devices.changeSeen(device));", ""),
    /** Any acknowledgement, and any question, counts for all that was said until it came. */
    RECEIPTS_KNOWN_THAT_ARE_UNDER_WAY(
        edit("inbox/Acknowledgements", "if (sequence == tables.feeds().lastSequence(feed)) {", "if (feed != 0) {"),
        edit("inbox/Acknowledgements", "onChangeSeen(device, tables.feeds().activity(feed));",
            "onChangeSeen(device, shard.counters().change());"),
        edit("inbox/UserOwner", "tables.devices().onSeen(sessions.device(session), shard.clocks().idTime());",
            "tables.devices().onSeen(sessions.device(session), shard.clocks().idTime());"
                + " tables.devices().onChangeSeen(sessions.device(session), shard.counters().change());")),
    /** A device's acknowledgement may cover what it was not pushed. */
    ACKNOWLEDGED_UNPUSHED("inbox/Acknowledgements",
        "final boolean wasPushed = status <= Receipts.READ && moveCursor(",
        "final boolean wasPushed = moveCursor("),
    /** A chat is not announced before its first entry. */
    NOT_ANNOUNCED("inbox/Announcements", "if (!isKnown(cursor) && !cursors.pushes().isAnnounced(cursor)) {",
        "if (isKnown(cursor) && !cursors.pushes().isAnnounced(cursor)) {"),
    /** A cursor goes though something waits for its device. */
    CURSOR_DROPPED_EARLY("users/Cursors", "return list(slot) == LEVEL\n            && pushes.acknowledged(slot) == memberships.lastSequence(membership)",
        "return list(slot) != FOLLOWING\n            && pushes.inFlight(slot) == 0"),
    /** A device that takes the place of another knows that one's chats. */
    PLACE_KNOWS_CHATS("inbox/Attachments", "tables.cursors().flags().onDeviceGone(membership, device);", ""),
    /** The window has room for one more. */
    WINDOW_ONE_WIDER("inbox/Followers", "return own - sessions", "return own + 1 - sessions"),
    /** A session that follows subscriptions has the whole window for what is pushed to it, too. */
    WINDOW_NOT_SHARED("inbox/Followers", "sessions.isShared(session) ? window", "session < 0 ? window"),
    /** The device that sends is handed its own message. */
    OWN_SEND_HANDED("sessions/Fanout", "passedSession = session;", "passedSession = 0;"),
    /** A further device gets nothing while the first one follows. */
    FURTHER_DEVICE_FORGOTTEN("inbox/Attachments", "tables.memberships().onUnfollowed(membership);",
        "if (membership < 0) { tables.memberships().onUnfollowed(membership); }"),
    /** Some of the edges on which devices follow get no entries. */
    EDGE_LEFT_OUT("inbox/Followers", "fanout.subscribe(feedEdges.edge(slot));",
        "if (slot % 2 == 0) { fanout.subscribe(feedEdges.edge(slot)); }"),
    /** A record of a link is applied though it is not the next one. */
    LINK_RECORD_SKIPPED("shards/Links",
        "if (number != table.get(slot, APPLIED) + 1) {", "if (number <= table.get(slot, APPLIED)) {"),
    /** What goes to another shard counts as applied before it is. */
    DROPPED_UNACKNOWLEDGED("shards/Outbox", "items.number(item) <= number", "items.number(item) <= number + 2"),
    /** A silent link does not begin anew. */
    LINK_NOT_RESTARTED("shards/Outbox", "if (links.isSilent(link)) {", "if (links.isSilent(link) && link < 0) {"),
    /** Another shard is told of a chat without the times of its members. */
    NEWS_WITHOUT_TIMES("shards/ChatSending",
        "if (hasBegun(member, from) && (to == 0 || to > knownTo)) {", "if (from < 0) {"),
    /** Both marks of a receipt are told under one entry. */
    MARKS_UNDER_ONE_ID("inbox/PeerMarks", "final boolean named = msgId == 0 || delivered == read;",
        "final boolean named = true;"),
    /** A user's marks of another shard do not grow there. */
    MARK_NOT_TOLD("shards/Inbox", "if (accept(fromShard, generation, number)) {\n            chats.onLinkedCursor(",
        "if (accept(fromShard, generation, number) && number < 0) {\n            chats.onLinkedCursor("),
    /** A send that comes again is not known. */
    KEYS_NOT_FOUND("chats/Sending", "if (known != 0) {", "if (known < 0) {"),
    /** What an edge may have lost is not pushed again. */
    NOT_PUSHED_AGAIN("inbox/Push", "tables.devices().nextRound(sessions.device(session));", ""),
    /** Whoever asks may see a user's presence. */
    SHOWN_TO_STRANGERS("presence/Presence", "if (user == 0 || !isContact(user, tables.ids().find(askerId))) {",
        "if (user == 0) {"),
    /** A user who hides is shown online. */
    HIDDEN_IS_SHOWN("presence/Presence", "userName), online && !hidden,", "userName), online,"),
    /** A device that is there is listed as it was when it last did something. */
    LISTED_AS_SEEN_BEFORE("inbox/DeviceLists", "connected, attachments.seenMs(device)", "connected, tables.devices().seenMs(device)"),
    /** Who was sent away and does not come back stays online. */
    AWAY_STAYS_ONLINE("presence/Presence", "away.schedule(presence, awayUntilMs);", ""),
    /** A user who went stays online. */
    GONE_STAYS_ONLINE("presence/Presence", "presences.isOnline(presence, false);\n        final int told", "final int told"),
    /** Edges are not told of changes. */
    PRESENCE_NOT_TOLD("presence/Presence", "if (subscriptions.isLive(subscription)) {",
        "if (subscriptions.isLive(subscription) && subscription < 0) {"),
    /** Who types is shown it, too. */
    TYPING_SHOWN_TO_ONESELF("inbox/TypingNotices", "!= typerId) {", ">= 0) {"),
    /** A page shows what one of the others came to, not all. */
    STATUS_OF_ONE_MEMBER("edge/downlink/HistoryGathering",
        "status = Math.min(status, cursor.reached(entry.sequence()));", "status = cursor.reached(entry.sequence());"),
    /** An edge leaves the first entry of a page out that is not journaled. */
    HISTORY_SKIPS_THE_SEAM("edge/downlink/HistoryGathering", "            page.add(entry);",
        "            if (entry.sequence() != spoolAboveSequence + 1) { page.add(entry); }"),
    /** A page shows that nobody read what all have read. */
    STATUS_NEVER_READ("edge/downlink/HistoryGathering", "return others ? status : SENT;",
        "return others ? Math.min(status, READ - 1) : SENT;"),
    /** What came after a time in the chat that its owner forgot is shown. */
    FORGOTTEN_MEMBER_LISTENS("inbox/Arrivals", "        leaveForgotten(feed, members, last);", ""),
    /** Where a user's marks begin at the user's shard is told as read. */
    READ_THAT_NOBODY_SAID("users/Memberships", "return readChange(slot) == 0 ? 0 : read(slot);", "return read(slot);"),
    /** Rows of what was given up stay in the table. */
    GIVEN_UP_ROWS_STAY("inbox/InboxRows", "before < arrears.rowsTo(cursor) || arrears.rows(cursor) > 0",
        "before < arrears.rowsTo(cursor)"),
    /** What was pushed may not be acknowledged when its time in the chat was forgotten since. */
    FORGOTTEN_TIME_REFUSED("inbox/Acknowledgements",
        "|| sequence < tables.memberships().oldestSequence(membership)", ""),
    /** Who left, or was away for a while, learns that something came meanwhile. */
    LATER_ENTRIES_TOLD("edge/downlink/HistoryPages", "page.toSequence() == pending.found().sequence()", "true"),
    /** A send that comes after its edge's lease was lost does not say from which session. */
    SESSION_OF_A_SEND_UNNAMED("edge/uplink/CommandEncoder", ".session(pending.link.latestSession())\n            .senderId(",
        ".session(pending.sessionOffered)\n            .senderId("),
    /** A stale session of another shard's is taken for one of this shard's. */
    STALE_SESSION_OF_ANOTHER(
        edit("edge/uplink/ShardAnswers", "pending == null ? ofTold(correlationId, session) : pending.link",
            "pending == null ? links.ofSession(session) : pending.link"),
        edit("edge/uplink/ShardAnswers", "link != null && session == link.latestSession() && links", "link != null && links")),
    /** An edge does not see that frames are missing. */
    GAP_OVERLOOKED("edge/downlink/DeliveryStream", "final boolean gap = frameSequence > nextSequence;",
        "final boolean gap = frameSequence > nextSequence + 1_000;"),
    /** A record that changed is not marked for the image. */
    IMAGE_LACKS_A_CHANGE("state/Table", "marks.mark(slot);", "if (slot % 2 == 0) { marks.mark(slot); }"),
    /** Of an image's two records the earlier one counts. */
    IMAGE_IS_NOT_OVERWRITTEN("state/Table", "chunk[first + word] = source.getLong(offset + word * Long.BYTES, LITTLE_ENDIAN);",
        "if (chunk[first + word] == 0) {"
            + " chunk[first + word] = source.getLong(offset + word * Long.BYTES, LITTLE_ENDIAN); }"),
    /** What an image had and was freed since is not told. */
    IMAGE_KEEPS_WHAT_WAS_FREED("snapshot/MarkedRecords",
        "if (isFirstRun && table.isBlank(slot)) {", "if (table.isBlank(slot)) {"),
    /** Free slots that were taken after they were written, and others put in their place, are not written again. */
    IMAGE_KEEPS_OLD_FREE_SLOTS("state/Table", "freeKept = Math.min(freeKept, freeCount);", "freeKept += 0;"),
    /** A slice that was refused is lost to the snapshot. */
    IMAGE_LACKS_WHAT_WAS_REFUSED("snapshot/SnapshotWriter", "if (refused != null) {",
        "if (refused != null && refused.length() < 0) {"),
    /** A device's cursor follows each acknowledgement, backwards too. */
    CURSOR_GOES_BACK("inbox/Acknowledgements", "if (sequence > before) {", "if (sequence != before) {"),
    /** Who follows a chat's subscription is named as well. */
    FANOUT_DOUBLED("inbox/Arrivals", "} else if (!tables.cursors().isFollowing(cursor)) {", "} else {"),
    /** Time is the machine's. */
    WALL_CLOCK("numbers/Clocks", "onEntry(time);\n    }\n\n    /** A term began",
        "onEntry(Math.max(time, idTime() + (System.nanoTime() & 1)));\n    }\n\n    /** A term began"),
    /** Who is named is taken in the order of a hash set. */
    HASH_SET_ITERATED("chats/Creation",
        "for (int index = 0; index < participants.count(); index++) {\n            final int id = intern(",
        "final java.util.Map<Object, Integer> order = new java.util.HashMap<>();"
            + " for (int i = 0; i < participants.count(); i++) { order.put(new Object(), i); }"
            + " for (final int index : order.values()) { final int id = intern("),
    /** A lease runs on though its edge says nothing any more. */
    LEASE_NEVER_OVER("sessions/Edges", ">= limits.get().leaseMs()", ">= 1_000 * limits.get().leaseMs()"),
    /** A user's marks follow each acknowledgement, backwards too, and the chat's owner follows them. */
    MARK_GOES_BACK(
        edit("inbox/Acknowledgements", "&& sequence > rows.read(membership);", "&& sequence != rows.read(membership);"),
        edit("inbox/Acknowledgements", "deliveredMoves = sequence > rows.delivered(membership);",
            "deliveredMoves = sequence != rows.delivered(membership);"),
        edit("users/Memberships", "Invariants.atLeast(\"delivered\", sequence, delivered(slot));", ""),
        edit("users/Memberships", "Invariants.atLeast(\"read\", sequence, read(slot));", ""),
        edit("chats/Members", "Invariants.atLeast(\"member delivered\", delivered, delivered(slot));", ""),
        edit("chats/Members", "Invariants.atLeast(\"member read\", read, read(slot));", ""),
        edit("chats/ChatOwner", "if (move.delivered <= delivered && move.read <= read) {",
            "if (move.delivered == delivered && move.read == read) {"),
        edit("chats/ChatOwner", "Math.max(delivered, move.delivered), Math.max(read, move.read),",
            "move.delivered, move.read,")),
    /** What waits is given up in half of the time that an inbox keeps it. */
    EXPIRES_EARLY("inbox/Progress", "idTime() - shard.limits().get().inboxRetentionMs();",
        "idTime() - shard.limits().get().inboxRetentionMs() / 2;"),
    /** What a connection has is given up, and it is pushed more than its window. */
    IN_FLIGHT_GIVEN_UP("inbox/Push",
        "to > acknowledged && pushes.inFlight(cursor) == 0 && pushes.reached(cursor) <= acknowledged", "to > acknowledged"),
    /** What overtakes another entry is shown, and may be acknowledged. */
    OVERTAKING_SHOWN(
        edit("edge/fanout/Link", "return previousSequence <= lastPushed.get(chatId);", "return true;"),
        edit("edge/fanout/Link", "return nowMs < deafUntilMs;", "return false;")),
    /** A snapshot holds no keys: whoever comes back from one takes a retry for a new send. */
    KEYS_LOST_BY_SNAPSHOT(
        edit("chats/SendKeys", "private long count;", "private long count; private long lostTo;"),
        edit("chats/SendKeys", "remember(sender, at, key, placeOf(word(key, HASH), id(senders, sender)));",
            "remember(sender, at, key, placeOf(word(key, HASH), id(senders, sender)));"
                + " lostTo = Math.max(lostTo, Counters.timestampMs(word(key, MSG_ID)));"),
        edit("chats/SendKeys", "if (word(key, HASH) == ofKey && !isExpired(key)) {",
            "if (word(key, HASH) == ofKey && !isExpired(key) && Counters.timestampMs(msgId(key)) > lostTo) {")),
    /** An edge that was away takes connections back that have come elsewhere since. */
    STALE_LEASE_TAKES_OVER("users/Devices",
        "return number < table.get(slot, LATEST_SESSION) && !isLatest(slot, edgeId, connectionId);", "return false;"),
    /** A session of a lease that is over passes for one of the lease that its edge has now. */
    STALE_LEASE_ACCEPTED("sessions/Sessions", "return edges.isLive(edge) && edges.epoch(edge) == table.get(slot, EPOCH);",
        "return edges.isLive(edge);"),
    /** Who was on an edge that died counts as there until that is noticed. */
    LOST_SEEN_LATE("sessions/Sessions", "Math.max(seenMs, endings.heardMs(endings.find(table.get(slot, EPOCH))));",
        "clocks.idTime();"),
    /** Who subscribes after a first word, and before the other's shard heard of it, is not told that that one is online. */
    FIRST_WORD_FORGOTTEN("edge/presence/Contacts", "firstWords.add(readerId, writerId, nowMs);", ""),
    /** A second word that comes before the client's subscription is answered takes the first one's place. */
    FIRST_WORD_REPLACED("edge/presence/Contacts", "if (!isSoon && firstWords.has(", "if (!hasPauses(want) && firstWords.has("),
    /** A first word is asked for as seldom as any other. */
    FIRST_WORD_AS_ANY("edge/presence/Contacts", "begin(want, PresenceLimits.FIRST_WORD_PAUSES_MS);\n        askNotBefore(want, want.askedAgainMs + PresenceLimits.FIRST_WORD_PACE_MS);",
        "onWrote(want);"),
    /** An edge believes in its lease though the shard is silent. */
    LEASE_BELIEVED("edge/uplink/Lease", "return state == LeaseState.OPEN && unansweredMs != ANSWERED\n",
        "return state == LeaseState.OPEN && unansweredMs != ANSWERED && epoch < 0\n"),
    /** Entries that a device leaves unacknowledged are never due for the table. */
    INBOX_NEVER_WRITTEN("inbox/InboxRows", "if (dueMs > now) {", "if (dueMs > 0) {"),
    /** What a new leader says first is taken for what follows: the tail of the term before is not asked for. */
    TERM_TAIL_NOT_SENT("edge/downlink/DeliveryStream",
        "return first && frameSequence == 1 ? Verdict.NEXT : Verdict.AFTER_LOSS;", "return Verdict.NEXT;"),
    /** What waits for an answer is not said again when a leader, or what it said, was lost. */
    REQUESTS_NOT_OFFERED_AGAIN(
        edit("edge/uplink/Uplink", "attachments.onCommandsLost();\n        offerAgain();\n    }\n\n    /** The shard said",
            "attachments.onCommandsLost();\n    }\n\n    /** The shard said"),
        edit("edge/downlink/Downlink", "uplink.resyncs().resyncAll();\n        uplink.offerAgain();",
            "uplink.resyncs().resyncAll();")),
    /** What a leader gave that stood still lasts from when its answer came, at last. */
    LEASE_COUNTED_FROM_ITS_ANSWER("edge/uplink/Lease", "sentMs = Math.max(askedMs, termMs);", "sentMs = nowMs;"),
    /** An edge that was away for longer than its lease waits for answers as if it still had it. */
    LEASE_OVER_UNNOTICED("edge/uplink/Lease", "doubtful |= nowMs", "doubtful &= nowMs"),
    /** What a connection waited for that is gone is waited for still. */
    GONE_CONNECTIONS_WAIT("edge/uplink/RequestQueue",
        "return pending.request.reads() || pending.request instanceof Request.Attach;", "return pending.request.reads();"),
    /** What a leader told other shards at the end of its term is not told again. */
    LINK_TAIL_NOT_SENT(
        edit("shards/Outbox", "if (links.isUnderWay(link)) {\n                restart(link, false);",
            "if (links.isUnderWay(link) && link < 0) {\n                restart(link, false);"),
        edit("shards/Outbox", "if (links.isSilent(link)) {", "if (links.isSilent(link) && link < 0) {")),
    /** The entry from which a device follows a chat's subscription comes by that as well. */
    CROSSING_DOUBLED(
        edit("inbox/Arrivals", "parts.push().flush(entry, fanout);",
            "parts.followers().collect(feed, fanout); parts.push().flush(entry, fanout);"),
        edit("edge/downlink/Subscriptions", "} else if (sequence == live.position() + 1 && live.link()",
            "} else if ((sequence == live.position() || sequence == live.position() + 1) && live.link()")),
    /** A cursor that has more rows than one look may write is not gone on with. */
    REST_OF_ROWS_FORGOTTEN("inbox/InboxRows", "if (due && end < last) {", "if (due && end < from) {"),
    /** A change that its edge offers again is done again. */
    CHANGE_NOT_REMEMBERED("chats/Changing", "if (known != 0) {", "if (known != 0 && known < 0) {"),
    /** A change that had nothing to change is done by its second copy. */
    UNCHANGED_NOT_REMEMBERED("chats/Changing",
        "remember(request, asker, SendKeys.UNDONE, shard.counters().nextMsgId(), -version - UNCHANGED);", ""),
    /** A connect that waited at its edge takes over what was asked for later. */
    LATE_ATTACH_TAKES_OVER("inbox/Attachments", "askedMs < sessions.askedMs(session);", "askedMs < 0;"),
    /** A cursor that says nothing stays. */
    IDLE_CURSORS_KEPT("inbox/InboxRows", "if (tables.cursors().saysNothing(cursor)) {",
        "if (tables.cursors().saysNothing(cursor) && cursor < 0) {"),
    /** What a connection was shown is remembered when it is gone. */
    SHOWN_ENTRIES_KEPT("edge/fanout/Link", "        pushed.close();\n", ""),
    /** Of whom a connection wanted to know is remembered when it is gone. */
    WANTS_KEPT("edge/presence/Register", "            held.giveBack(PresenceLimits.WANT_BYTES);\n", ""),
    /** What a page gathered is counted though it is done. */
    GATHERED_BYTES_KEPT("edge/uplink/RequestQueue", "        held.giveBack(pending.gatheredBytes);\n", ""),
    /** Not only the first acknowledgement of what was an answer first, and then pushed, counts as of the answer: all do. */
    ANSWER_TAKES_ALL_ACKNOWLEDGEMENTS("edge/fanout/Link", "shown.number(index, number | ANSWER_ACKNOWLEDGED);", ""),
    /** A session that its edge closes goes on for its shard. */
    CLOSED_SESSION_GOES_ON("edge/session/Session", "waitingBytes = 0;\n        connecting.closed();", "waitingBytes = 0;"),
    /** What is answered counts as unanswered; two changes may be that instead of many. */
    ANSWERED_STAYS_UNANSWERED(
        edit("edge/session/SessionConfiguration", "UNANSWERED_MAX = 64;", "UNANSWERED_MAX = 2;"),
        edit("edge/session/Unanswered", "requests.remove(index);", "")),
    /** What was read and finds no room is dropped in silence; there is room for two instead of many. */
    READ_WITHOUT_ROOM_LOST(
        edit("edge/uplink/Acknowledgements", "if (waiting.size() >= UplinkConfiguration.ACKNOWLEDGEMENTS_WAITING_MAX\n"
            + "            && !(acknowledgement.reads() && dropDispensable())) {",
            "if (acknowledgement.reads() && waiting.size() >= 2) {"),
        edit("edge/uplink/Acknowledgements", "if (acknowledgement.reads() && !acknowledgement.link.isGone()) {",
            "if (acknowledgement.reads() && acknowledgement.link == null) {")),
    /** A chat that its user leaves is not counted as left. */
    LEFT_CHAT_NOT_COUNTED("users/Memberships", "users.addFormerChatCount(user(slot), 1);", ""),
    /** A shard serves before it knows who owns what. */
    SERVES_UNTOLD("Core", "return state.topology().isTold();", "return state.topology().isTold() || true;"),
    /** What may be lost of the ends of sessions is not told again. */
    ENDS_NOT_TOLD_AGAIN(
        edit("edge/uplink/Uplink", "resyncs.onConnectionLost();\n        attachments.onCommandsLost();",
            "resyncs.onConnectionLost();"),
        edit("edge/uplink/Uplink", "resyncs.onCommandsLost();\n        attachments.onCommandsLost();",
            "resyncs.onCommandsLost();")),
    /** A client that was sent away is expected back for ever. */
    AWAITED_FOR_EVER("users/Devices", "step == 0 || ahead <= 0 ? 0 :", "step == 0 ? 0 :"),
    /** A device whose client is expected back has another's place among its user's devices. */
    AWAITED_LOSES_PLACE("users/Devices", "place(slot) | Math.max(1, step) << PLACE_BITS", "Math.max(1, step) << PLACE_BITS");

    private static final String CORE = "../core/src/main/java/godwit/core/";
    private static final String EDGE = "edge/";
    private static final String OF_EDGE = "../../edge/node/src/main/java/godwit/";

    private final List<Edit> edits;

    /** A text that stands in the file exactly once, and what stands there instead. */
    private record Edit(String file, String text, String instead) {
    }

    SourceMutant(final String file, final String text, final String instead) {
        this(edit(file, text, instead));
    }

    /** Where something is guarded twice, both guards have to go before anything can be seen. */
    SourceMutant(final Edit... edits) {
        this.edits = List.of(edits);
    }

    private static Edit edit(final String file, final String text, final String instead) {
        return new Edit(file, text, instead);
    }

    /** The files that it changes. */
    Set<String> files() {
        return edits.stream().map(Edit::file).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of a changed source, from this module's folder. */
    static String path(final String file) {
        return (isOfEdge(file) ? OF_EDGE : CORE) + file + ".java";
    }

    private static boolean isOfEdge(final String file) {
        return file.startsWith(EDGE);
    }

    /** Its class. */
    static String className(final String file) {
        return (isOfEdge(file) ? "godwit." : "godwit.core.") + file.replace('/', '.');
    }

    /** The source of a file with the fault; a text that is not there exactly once is an error of this list. */
    String change(final String file, final String source) {
        String changed = source;
        for (final Edit edit : edits.stream().filter(one -> one.file.equals(file)).toList()) {
            final int at = changed.indexOf(edit.text);
            if (at < 0 || changed.indexOf(edit.text, at + 1) >= 0) {
                throw new IllegalStateException(
                    this + ": " + (at < 0 ? "not found" : "found twice") + " in " + path(file) + ": " + edit.text);
            }
            changed = changed.replace(edit.text, edit.instead);
        }
        return changed;
    }
}
