package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.verdicts.ReviewQueue;
import org.streetwarden.api.wire.CaseJson;
import org.streetwarden.zone.Kind;

/** Deals waiting cases out to reviewers. */
final class QueueRoutes {

    private static final Set<String> FIELDS = Set.of("held", "left", "kinds", "wanted");
    private static final int MAX_BYTES = 32 * 1024;
    private static final int MOST_HELD = 16;
    private static final int MOST_LEFT = 500;
    private static final int MAX_NUMBER_CHARS = 40;
    private static final int USUALLY_WANTED = 3;

    private final ReviewQueue queue;
    private final Workers workers;

    QueueRoutes(ReviewQueue queue, Workers workers) {
        this.queue = queue;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.post("/api/v1/queue", this::deal);
    }

    private void deal(RoutingContext context) {
        new QueryParameters(context, Set.of());
        RequestBody.read(context, "application/json", MAX_BYTES)
                .map(body -> wish(body.getBytes(), Caller.of(context)))
                .compose(wish -> workers.run(() -> queue.deal(wish)))
                .onSuccess(deal -> Answers.json(context, 200, json(deal)))
                .onFailure(context::fail);
    }

    private static ReviewQueue.Wish wish(byte[] body, Caller caller) {
        BodyFields fields = new BodyFields(body, FIELDS);
        List<String> kinds = fields.texts("kinds", Kind.values().length, MAX_NUMBER_CHARS);
        if (!kinds.stream().map(Kind::of).allMatch(Optional::isPresent)) {
            fields.missing("kinds", "kinds, which are " + CaseRoutes.KINDS);
        }
        ReviewQueue.Wish wish = new ReviewQueue.Wish(
                caller.name(),
                caller.scope(),
                Set.copyOf(kinds),
                fields.texts("held", MOST_HELD, MAX_NUMBER_CHARS),
                fields.texts("left", MOST_LEFT, MAX_NUMBER_CHARS),
                fields.whole("wanted", 1, MOST_HELD, USUALLY_WANTED));
        fields.finish();
        return wish;
    }

    private static ObjectNode json(ReviewQueue.Deal deal) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode cases = node.putArray("cases");
        deal.cases().forEach(summary -> cases.add(CaseJson.summary(summary)));
        return node.put("until", deal.until().toString())
                .put("waiting", deal.waiting())
                .put("more", deal.more());
    }
}
