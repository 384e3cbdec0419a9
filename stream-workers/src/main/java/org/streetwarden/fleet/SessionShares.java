package org.streetwarden.fleet;

import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.streetwarden.casefile.FleetKeys;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.RedisLine;

/**
 * Keeps all workers together to what an upstream allows. In Redis stands what each worker claims: what it has open or may
 * open. It says so every time it comes by, and hears how many it may open from now on: more only as far as the others' claims
 * leave it, fewer at once. While Redis is away it goes on with what it has. Over a connection of its own; used by one thread.
 */
final class SessionShares implements AutoCloseable {

    private static final int UPSTREAMS_AT_ONCE = 100;

    /** Where there are more workers than sessions, these go round so often. */
    private static final Duration TURN = Duration.ofSeconds(15);

    private final RedisLine line;
    private final String workerId;
    private final FleetSettings settings;
    private final SharedUpstreams upstreams;
    private final Duration turn;

    /** Connects at first use. */
    SessionShares(String redisUrl, String workerId, FleetSettings settings, SharedUpstreams upstreams) {
        this(redisUrl, workerId, settings, upstreams, TURN);
    }

    SessionShares(String redisUrl, String workerId, FleetSettings settings, SharedUpstreams upstreams, Duration turn) {
        line = new RedisLine(redisUrl);
        this.workerId = workerId;
        this.settings = settings;
        this.upstreams = upstreams;
        this.turn = turn;
    }

    /** Comes by once: says what is claimed, hears what may be. */
    void meet() throws DeliveryFailure {
        List<SessionClaim> claims = upstreams.claims();
        for (int from = 0; from < claims.size(); from += UPSTREAMS_AT_ONCE) {
            meet(claims.subList(from, Math.min(claims.size(), from + UPSTREAMS_AT_ONCE)));
        }
    }

    private void meet(List<SessionClaim> claims) throws DeliveryFailure {
        String[] keys = Stream.concat(
                        Stream.of(FleetKeys.SESSIONS),
                        claims.stream().map(claim -> FleetKeys.sessionsOf(claim.upstreamId())))
                .toArray(String[]::new);
        List<String> said = new ArrayList<>(List.of(
                workerId,
                Long.toString(settings.idle().toMillis()),
                Long.toString(settings.grace().toMillis()),
                Long.toString(turn.toMillis())));
        for (SessionClaim claim : claims) {
            said.add(Integer.toString(claim.limit()));
            said.add(Integer.toString(claim.sessions()));
            said.add(Integer.toString(claim.cameras()));
        }
        String[] arguments = said.toArray(String[]::new);
        List<Long> heard = line.ask(
                "hash " + FleetKeys.SESSIONS,
                redis -> redis.<List<Long>>eval(SessionScript.SHARE, ScriptOutputType.MULTI, keys, arguments));
        Map<String, Integer> allotted = new HashMap<>();
        for (int i = 0; i < claims.size(); i++) {
            allotted.put(claims.get(i).upstreamId(), heard.get(i).intValue());
        }
        upstreams.allot(allotted);
    }

    @Override
    public void close() {
        line.close();
    }
}
