package org.streetwarden.api.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.api.adapters.Adapter;
import org.streetwarden.api.adapters.Heard;
import org.streetwarden.api.adapters.Stills;
import org.streetwarden.api.push.Attempt.Outcome;

/** Sends events as forms that an adapter describes, and asks before it repeats one where the adapter says so. */
final class FormCourier implements Courier {

    private static final Set<Integer> NOT_NOW = Set.of(408, 425, 429);
    private static final JsonNodeFactory FIELDS = JsonNodeFactory.instance;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Adapter adapter;
    private final TargetClient client;
    private final Stills stills;
    private final Pace pace;
    private final int requestsEach;

    /** @param asked whether the target is asked for its open cases nearby, at the same pace */
    FormCourier(Adapter adapter, TargetClient client, Stills stills, Pace pace, boolean asked) {
        this.adapter = adapter;
        this.client = client;
        this.stills = stills;
        this.pace = pace;
        this.requestsEach = 1 + (adapter.lookup().isPresent() ? 1 : 0) + (asked ? 1 : 0);
    }

    @Override
    public int room(Instant now) {
        return (pace.room(now) + requestsEach - 1) / requestsEach;
    }

    static JsonNode data(Outbox.Claimed claimed) {
        try {
            return JSON.readTree(claimed.body()).path("data");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What a parcel that cannot be sent comes to; the target is not at fault. */
    static Attempt unsent(String why) {
        return new Attempt(Outcome.FAILED, 0, "Not sent: " + why + ".", null, null, null, false);
    }

    static Attempt needless(Adapter adapter, String op) {
        return new Attempt(
                Outcome.DELIVERED,
                0,
                "Not sent: adapter %s has no form for %s.".formatted(adapter.name(), op),
                null,
                null,
                null,
                false);
    }

    @Override
    public Attempt deliver(Outbox.Claimed claimed, Instant now) {
        Optional<Parcel> parcel;
        try {
            parcel = Parcel.of(adapter, data(claimed), stills, false);
        } catch (IOException store) {
            return unsent("the evidence cannot be read now");
        }
        if (parcel.isEmpty()) {
            return needless(adapter, claimed.op());
        }
        if (!parcel.get().problems().isEmpty()) {
            return unsent(String.join("; ", parcel.get().problems()));
        }
        return send(claimed, parcel.get(), now);
    }

    @Override
    public Optional<Attempt> known(Outbox.Claimed claimed, Instant now) {
        if (!claimed.again() || adapter.lookup().isEmpty() || !claimed.op().equals("CREATE")) {
            return Optional.empty();
        }
        Adapter.Lookup lookup = adapter.lookup().get();
        pace.made(now);
        Reply reply = client.find(
                lookup.path(), FIELDS.objectNode().put(lookup.query(), claimed.caseNo()), now, TargetClient.PATIENCE);
        String number = reply.status() / 100 == 2 ? Heard.found(adapter, reply.body()) : null;
        if (number != null) {
            String detail = "It was asked first, and has the case already as " + number + ".";
            return Optional.of(new Attempt(Outcome.DELIVERED, reply.status(), detail, number, null, null, false));
        }
        boolean answered = reply.status() / 100 == 2 || reply.status() == 404;
        return answered ? Optional.empty() : Optional.of(unanswered(reply));
    }

    private Attempt send(Outbox.Claimed claimed, Parcel parcel, Instant now) {
        pace.made(now);
        Written written = Written.of(adapter, parcel, claimed.eventId());
        Reply reply = client.send(
                parcel.path(), claimed.eventId(), now, written.type(), written.body(), TargetClient.PATIENCE);
        if (reply.status() == 410) {
            return new Attempt(Outcome.GONE, 410, "It answered 410.", null, null, null, false);
        }
        if (reply.status() == 0 || reply.status() / 100 == 5 || NOT_NOW.contains(reply.status())) {
            return unanswered(reply);
        }
        Heard heard = Heard.of(adapter, reply.status(), reply.body());
        String notes = parcel.notes().isEmpty() ? "" : " (" + String.join("; ", parcel.notes()) + ")";
        String number = heard.caseNo() == null ? "" : ", its number is " + heard.caseNo();
        return new Attempt(
                switch (heard.meaning()) {
                    case TAKEN -> Outcome.DELIVERED;
                    case REFUSED -> Outcome.REFUSED;
                    case RETRY -> Outcome.FAILED;
                },
                reply.status(),
                "It answered %d: %s%s%s.".formatted(reply.status(), heard.detail(), number, notes),
                heard.caseNo(),
                heard.said(),
                reply.retryAfter(),
                false);
    }

    private static Attempt unanswered(Reply reply) {
        String said = reply.status() == 0 ? "Not delivered: " + reply.failure() : "It answered " + reply.status();
        return new Attempt(Outcome.FAILED, reply.status(), said + ".", null, null, reply.retryAfter(), true);
    }

    @Override
    public void close() {
        client.close();
    }
}
