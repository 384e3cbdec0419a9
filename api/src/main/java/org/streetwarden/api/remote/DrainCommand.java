package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet drain}. */
@Command(
        name = "drain",
        description =
                "Tells a worker to give every camera away and to take none, until that is taken back with --undo.")
final class DrainCommand extends ApiCommand {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    @Parameters(paramLabel = "WORKER", description = "its id, as fleet status shows it")
    private String worker;

    @Option(names = "--undo", description = "let it take cameras again")
    private boolean undo;

    @Option(names = "--wait", description = "end only when it holds nothing; says how many cameras are left")
    private boolean wait;

    @Option(
            names = "--within",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "how long --wait waits; else 600")
    private int withinSeconds;

    @Option(
            names = "--who",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "who does this; else the user's name on this machine")
    private String who;

    @Option(
            names = "--why",
            paramLabel = "TEXT",
            defaultValue = "maintenance",
            description = "one sentence; else maintenance")
    private String why;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        String path = "/fleet/workers/" + ApiClient.encoded(worker) + "/drain";
        if (undo) {
            return client.delete(path, Map.of("X-Who", ApiClient.encoded(who), "X-Why", ApiClient.encoded(why)));
        }
        JsonNode told = client.post(
                path, JsonNodeFactory.instance.objectNode().put("who", who).put("why", why));
        return wait ? drained(client, told) : told;
    }

    private JsonNode drained(ApiClient client, JsonNode told) throws IOException {
        Clock clock = Clock.systemUTC();
        Instant deadline = clock.instant().plusSeconds(withinSeconds);
        Progress progress = new Progress(err(), "cameras given away", clock);
        int first = left(told);
        JsonNode fleet = told;
        for (int left = first; left > 0; left = left(fleet)) {
            progress.at(Math.max(0, first - left), first);
            if (clock.instant().isAfter(deadline)) {
                throw new RemoteFailure(
                        "%s: expected to hold nothing within %d s, holds %d cameras; the others have room for %d"
                                .formatted(worker, withinSeconds, left, room(fleet)));
            }
            pause();
            fleet = client.get("/fleet", Map.of());
        }
        return fleet;
    }

    /** 0 where it says that it is drained, or is no longer there to hold anything. */
    private int left(JsonNode fleet) {
        JsonNode found = FleetText.worker(fleet, worker);
        boolean over = found == null
                || !found.path("alive").asBoolean()
                || found.path("state").asText().equals("DRAINED");
        return over ? 0 : Math.max(1, found.path("held").asInt());
    }

    private static long room(JsonNode fleet) {
        long held = 0;
        for (JsonNode each : fleet.path("workers")) {
            boolean takes = each.path("alive").asBoolean()
                    && each.path("drain").isNull()
                    && each.path("state").asText().equals("WORKING");
            held += takes ? each.path("held").asLong() : 0;
        }
        return Math.max(0, fleet.path("capacity").asLong() - held);
    }

    private static void pause() throws RemoteFailure {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new RemoteFailure("interrupted");
        }
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        FleetText.print(answer, out());
    }
}
