package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.streetwarden.api.models.Refusal;

/** An answer other than success, as {@code application/problem+json} (RFC 9457) with the field at fault, if one is. */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int MAX_SHOWN_CHARS = 80;

    private final int status;
    private final String title;
    private final String field;
    private final String[] problems;

    private Problem(int status, String title, String detail, String field, String... problems) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.field = field;
        this.problems = problems;
    }

    static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, null);
    }

    /** 400, naming the parameter, what it should be and what it was. */
    static Problem badParameter(String field, String expected, String found) {
        String shown = found.length() > MAX_SHOWN_CHARS ? found.substring(0, MAX_SHOWN_CHARS) + "…" : found;
        String safe = shown.replaceAll("[\\p{Cntrl}\\p{Cs}]", "\uFFFD");
        return new Problem(400, "Bad request", "%s: expected %s, found %s".formatted(field, expected, safe), field);
    }

    /** Names every problem of what was brought or asked. */
    static Problem of(Refusal refusal) {
        String[] problems = refusal.problems().toArray(String[]::new);
        return switch (refusal.kind()) {
            case UNKNOWN -> notFound(refusal.getMessage());
            case UNUSABLE -> new Problem(422, "Not usable", refusal.getMessage(), null, problems);
            case CONFLICT -> new Problem(409, "Not possible now", refusal.getMessage(), null, problems);
        };
    }

    static Problem notFound(String what) {
        return of(404, "Not found", what);
    }

    static Problem unavailable(String what) {
        return of(503, "Not available now", what);
    }

    int status() {
        return status;
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", getMessage());
        if (field != null) {
            node.put("field", field);
        }
        if (problems.length > 0) {
            ArrayNode all = node.putArray("problems");
            List.of(problems).forEach(all::add);
        }
        return node;
    }
}
