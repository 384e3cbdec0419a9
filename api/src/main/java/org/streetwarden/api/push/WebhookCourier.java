package org.streetwarden.api.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import org.streetwarden.api.life.StatusMap;

/** Sends events as they are, signed as Standard Webhooks says. */
final class WebhookCourier implements Courier {

    private final TargetClient client;
    private final StatusMap map;

    WebhookCourier(TargetClient client, StatusMap map) {
        this.client = client;
        this.map = map;
    }

    @Override
    public int room(Instant now) {
        return Integer.MAX_VALUE;
    }

    @Override
    public Attempt deliver(Outbox.Claimed claimed, Instant now) {
        byte[] body = claimed.body().getBytes(UTF_8);
        return Attempt.of(client.send(claimed.eventId(), now, body), map);
    }

    @Override
    public void close() {
        client.close();
    }
}
