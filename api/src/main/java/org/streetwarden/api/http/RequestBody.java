package org.streetwarden.api.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.streetwarden.directory.PlainText;

/** Reads small bodies, JSON among them, and the headers that say who and why. */
final class RequestBody {

    private static final int MAX_TEXT_CHARS = 500;
    private static final String KEPT = RequestBody.class.getName();

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(4)
                            .maxNumberLength(40)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RequestBody() {}

    /**
     * The whole body. Call before the request's handler returns.
     *
     * @param type media type it must have
     */
    static Future<Buffer> read(RoutingContext context, String type, int maxBytes) {
        HttpServerRequest request = context.request();
        if (context.get(KEPT) instanceof Buffer kept) {
            return Future.succeededFuture(kept);
        }
        if (!isOf(request, type)) {
            return refused(context, Problem.of(415, "Media type not taken", "Content-Type: expected " + type + "."));
        }
        if (announced(request) > maxBytes) {
            return refused(context, tooLong(maxBytes));
        }
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        request.exceptionHandler(whole::tryFail);
        request.endHandler(end -> whole.tryComplete(body));
        request.handler(chunk -> {
            if (body.length() + chunk.length() > maxBytes) {
                request.handler(rest -> {});
                whole.tryFail(tooLong(maxBytes));
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.resume();
        return whole.future().onFailure(failure -> RequestGuard.endConnection(context));
    }

    /** Lets {@link #read} find a body that was read before, within its bounds and of its type. */
    static void keep(RoutingContext context, Buffer body) {
        context.put(KEPT, body);
    }

    /** @return 0 where it is not announced; HTTP itself has refused what is no number */
    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length == null ? 0 : length.length() > 18 ? Long.MAX_VALUE : Long.parseLong(length);
    }

    /** @throws Problem 400 where a small body is no JSON object, or one with a name twice; names the place that is at fault */
    static JsonNode object(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            return object(parser);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static JsonNode object(JsonParser parser) {
        try {
            JsonNode root = JSON.readTree(parser);
            if (root != null && root.isObject() && parser.nextToken() == null) {
                return root;
            }
        } catch (IOException unreadable) {
            String at = parser.getParsingContext().pathAsPointer().toString();
            String said = String.valueOf(unreadable.getMessage());
            throw Problem.badParameter("body", "a JSON object", (at.isEmpty() ? "" : "at " + at + ": ") + said);
        }
        throw Problem.badParameter("body", "a JSON object", "something else");
    }

    static boolean isOf(HttpServerRequest request, String type) {
        String stated = Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
        return stated.equals(type) || stated.startsWith(type + ";");
    }

    static Problem tooLong(long maxBytes) {
        return Problem.of(413, "Body too long", "The body may have at most " + maxBytes + " bytes.");
    }

    /** Fails without reading the body, which ends the connection. */
    static <T> Future<T> refused(RoutingContext context, Problem problem) {
        RequestGuard.endConnection(context);
        return Future.failedFuture(problem);
    }

    /**
     * A header of one line of text in percent-encoded UTF-8.
     *
     * @throws Problem 400 where it is absent, too long or unreadable
     */
    static String text(RoutingContext context, String header) {
        String raw = Optional.ofNullable(context.request().getHeader(header)).orElse("");
        try {
            return text(header, URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException unreadable) {
            throw Problem.badParameter(header, "percent-encoded UTF-8", raw);
        }
    }

    /** @throws Problem 400 where it is empty, too long or holds more than one line */
    static String text(String field, String text) {
        if (text.isBlank()
                || text.length() > MAX_TEXT_CHARS
                || !text.codePoints().allMatch(PlainText::printable)) {
            throw Problem.badParameter(field, "one line of 1 to " + MAX_TEXT_CHARS + " characters", text);
        }
        return text.strip();
    }
}
