package org.streetwarden.fleet;

import io.lettuce.core.Consumer;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.casefile.FleetKeys;
import org.streetwarden.casefile.FleetStatus;
import org.streetwarden.casefile.FleetStatusCodec;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.RedisLine;

/** The cameras as work items in Redis, as one worker handles them. Over a connection of its own; used by one thread. */
final class WorkItems implements AutoCloseable {

    /** More items pending with one worker than this are a mistake. */
    static final int MOST_HELD = 20_000;

    private static final int MOST_WORKERS = 1000;
    private static final Duration FORGET_AFTER = Duration.ofDays(1);
    private static final int ITEMS_PER_SCRIPT = 500;
    private static final String NO_ITEM = "-";
    private static final String WHAT = "stream " + FleetKeys.STREAM;
    private static final String[] KEYS = {
        FleetKeys.STREAM,
        FleetKeys.ENTRIES,
        FleetKeys.BORN,
        FleetKeys.WORKERS,
        FleetKeys.SEEN,
        FleetKeys.DRAIN,
        FleetKeys.MEMORY
    };

    private final RedisLine line;
    private final String workerId;
    private final Duration dead;

    /**
     * Connects at first use.
     *
     * @param dead a worker that has not come by for so long counts as dead
     */
    WorkItems(String redisUrl, String workerId, Duration dead) {
        line = new RedisLine(redisUrl);
        this.workerId = workerId;
        this.dead = dead;
    }

    /** Makes the stream where there is none. @return how long it has been there */
    Duration found() throws DeliveryFailure {
        return Duration.ofMillis(number(Scripts.FOUND, List.of()));
    }

    /**
     * Adds and holds those of these cameras that have no item, unless items wait for holders already.
     *
     * @return how many
     */
    long retake(Collection<String> cameras) throws DeliveryFailure {
        return number(Scripts.RETAKE, with(cameras));
    }

    /**
     * Adds cameras that have no item.
     *
     * @param dropOthers whether cameras that are not among these go
     */
    void seed(Collection<String> cameras, boolean dropOthers) throws DeliveryFailure {
        List<String> arguments = new ArrayList<>(List.of(dropOthers ? "1" : "0"));
        arguments.addAll(cameras);
        list(Scripts.SEED, arguments);
    }

    /** Takes items that nobody has taken since they were added. */
    @SuppressWarnings("unchecked")
    List<Item> take(int most) throws DeliveryFailure {
        List<StreamMessage<String, String>> messages = line.ask(
                WHAT,
                redis -> redis.xreadgroup(
                        me(), XReadArgs.Builder.count(most), StreamOffset.lastConsumed(FleetKeys.STREAM)));
        return items(messages);
    }

    /** Takes items that nobody has claimed for so long. */
    List<Item> takeOver(int most, Duration idle) throws DeliveryFailure {
        List<Item> taken = new ArrayList<>();
        String[] from = {"0-0"};
        do {
            var claimed = line.ask(
                    WHAT,
                    redis -> redis.xautoclaim(
                            FleetKeys.STREAM,
                            new XAutoClaimArgs<String>()
                                    .consumer(me())
                                    .minIdleTime(idle)
                                    .startId(from[0])
                                    .count(most - taken.size())));
            taken.addAll(items(claimed.getMessages()));
            from[0] = claimed.getId();
        } while (!from[0].equals("0-0") && taken.size() < most);
        return taken;
    }

    private static List<Item> items(List<StreamMessage<String, String>> messages) {
        return messages.stream()
                .filter(message -> message != null && message.getBody() != null)
                .filter(message -> message.getBody().containsKey(FleetKeys.CAMERA))
                .map(message -> new Item(message.getId(), message.getBody().get(FleetKeys.CAMERA)))
                .toList();
    }

    /**
     * Claims anew all that is pending with this worker, and nothing else: what others have taken over stays theirs.
     *
     * @param known cameras by entry id, as far as they are known
     */
    List<Item> claim(Map<String, String> known) throws DeliveryFailure {
        List<String> ids = texts(Scripts.CLAIM, List.of(workerId, Integer.toString(MOST_HELD)));
        List<String> unknown = ids.stream().filter(id -> !known.containsKey(id)).toList();
        Map<String, String> cameras = new HashMap<>(known);
        if (!unknown.isEmpty()) {
            List<String> found = texts(Scripts.CAMERAS, unknown);
            for (int i = 0; i < unknown.size(); i++) {
                cameras.put(unknown.get(i), found.get(i));
            }
        }
        return ids.stream()
                .map(id -> new Item(id, cameras.get(id)))
                .filter(item -> !item.cameraId().isEmpty())
                .toList();
    }

    /** Puts items back for others; those that are no longer this worker's stay as they are. */
    void giveBack(List<Item> items) throws DeliveryFailure {
        for (int from = 0; from < items.size(); from += ITEMS_PER_SCRIPT) {
            List<String> arguments = new ArrayList<>(List.of(workerId));
            for (Item item : items.subList(from, Math.min(items.size(), from + ITEMS_PER_SCRIPT))) {
                arguments.add(item.entryId());
                arguments.add(item.cameraId());
            }
            number(Scripts.GIVE_BACK, arguments);
        }
    }

    /** Those of these cameras that another worker holds, or that have no item any more. */
    Set<String> settled(Collection<String> cameras) throws DeliveryFailure {
        if (cameras.isEmpty()) {
            return Set.of();
        }
        List<String> asked = List.copyOf(cameras);
        List<String> holders = texts(Scripts.HOLDERS, asked);
        Set<String> settled = new HashSet<>();
        for (int i = 0; i < asked.size(); i++) {
            String holder = holders.get(i);
            if (holder.equals(NO_ITEM) || (!holder.isEmpty() && !holder.equals(workerId))) {
                settled.add(asked.get(i));
            }
        }
        return settled;
    }

    /**
     * Comes by.
     *
     * @param status null: nothing new to say
     * @return empty where there is no stream
     */
    Optional<Meeting> meet(FleetStatus status) throws DeliveryFailure {
        String said = status == null ? "" : FleetStatusCodec.encode(status);
        List<Object> heard = list(Scripts.MEET, List.of(workerId, said));
        return heard.isEmpty() ? Optional.empty() : Optional.of(meeting(heard));
    }

    private Meeting meeting(List<Object> heard) {
        long now = (Long) heard.get(0);
        Map<String, Object> held = pairs(heard.get(2));
        Map<String, Object> statuses = pairs(heard.get(3));
        Map<String, Object> seen = pairs(heard.get(4));
        Set<Object> drained = new HashSet<>((List<?>) heard.get(5));
        Set<String> names = new HashSet<>(held.keySet());
        names.addAll(seen.keySet());
        if (names.size() > MOST_WORKERS) {
            throw new IllegalStateException(
                    "fleet: expected at most %d workers, found %d".formatted(MOST_WORKERS, names.size()));
        }
        List<Peer> peers = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (String name : names) {
            long silentMs = now - number(seen.get(name));
            if (silentMs > FORGET_AFTER.toMillis() && !held.containsKey(name)) {
                gone.add(name);
            }
            peers.add(new Peer(
                    name,
                    (int) number(held.get(name)),
                    capacity(statuses.get(name)),
                    silentMs < dead.toMillis(),
                    drained.contains(name)));
        }
        return new Meeting(((Long) heard.get(1)).intValue(), peers, gone);
    }

    private static Map<String, Object> pairs(Object flat) {
        List<?> cells = (List<?>) flat;
        Map<String, Object> pairs = new HashMap<>();
        for (int i = 0; i + 1 < cells.size(); i += 2) {
            pairs.put((String) cells.get(i), cells.get(i + 1));
        }
        return pairs;
    }

    private static long number(Object cell) {
        return cell == null ? 0 : Long.parseLong(cell.toString());
    }

    /** What it said last; 0 where it said nothing that can be read. */
    private static int capacity(Object status) {
        try {
            return status == null
                    ? 0
                    : FleetStatusCodec.decode(status.toString()).capacity();
        } catch (MalformedRecord unreadable) {
            return 0;
        }
    }

    /** Forgets a worker, where it holds nothing. */
    void forget(String gone) throws DeliveryFailure {
        number(Scripts.FORGET, List.of(gone));
    }

    private List<String> with(Collection<String> more) {
        List<String> arguments = new ArrayList<>(List.of(workerId));
        arguments.addAll(more);
        return arguments;
    }

    private Consumer<String> me() {
        return Consumer.from(FleetKeys.GROUP, workerId);
    }

    private long number(String script, List<String> arguments) throws DeliveryFailure {
        return number(line, script, arguments);
    }

    private List<String> texts(String script, List<String> arguments) throws DeliveryFailure {
        return list(script, arguments).stream().map(Object::toString).toList();
    }

    private List<Object> list(String script, List<String> arguments) throws DeliveryFailure {
        String[] all = all(arguments);
        return line.ask(WHAT, redis -> redis.<List<Object>>eval(script, ScriptOutputType.MULTI, KEYS, all));
    }

    /** @param arguments what follows the group's name */
    static long number(RedisLine line, String script, List<String> arguments) throws DeliveryFailure {
        String[] all = all(arguments);
        return line.ask(WHAT, redis -> redis.<Long>eval(script, ScriptOutputType.INTEGER, KEYS, all));
    }

    private static String[] all(List<String> arguments) {
        List<String> all = new ArrayList<>(List.of(FleetKeys.GROUP));
        all.addAll(arguments);
        return all.toArray(String[]::new);
    }

    @Override
    public void close() {
        line.close();
    }
}
