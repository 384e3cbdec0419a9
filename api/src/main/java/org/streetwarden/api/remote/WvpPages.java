package org.streetwarden.api.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Pages of a WVP-GB28181-pro's catalogue by its published interface: {@code GET /api/common/channel/list?page&count} with the
 * header {@code access-token}, answered with {@code {code, msg, data: {total, list}}}. A page that fails is asked for again.
 */
final class WvpPages implements AutoCloseable {

    private static final int MAX_PAGE_BYTES = 8 << 20;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxStringLength(100_000)
                            .build())
                    .build())
            .build();

    private final URI base;
    private final String token;
    private final int pageSize;
    private final List<Duration> pauses;
    private final Asked asked;

    /**
     * One page.
     *
     * @param total channels there are, as the server says
     */
    record Page(int total, List<WvpChannel> channels) {
        Page {
            channels = List.copyOf(channels);
        }
    }

    /** The answer is not a page, but may be one next time. */
    private static final class NotNow extends IOException {
        private static final long serialVersionUID = 1L;

        NotNow(String message) {
            super(message);
        }
    }

    /**
     * Nothing is asked yet.
     *
     * @param token empty where the server asks for none
     * @param within for one page, from its request to its last byte
     * @param pauses before each further try of a page
     */
    WvpPages(URI base, String token, int pageSize, Duration within, List<Duration> pauses) {
        this.base = base;
        this.token = token;
        this.pageSize = pageSize;
        this.pauses = List.copyOf(pauses);
        this.asked = new Asked(within, MAX_PAGE_BYTES);
    }

    /**
     * Asks for one page.
     *
     * @param number from 1
     * @throws RemoteFailure where it cannot be had
     */
    Page get(int number) throws RemoteFailure {
        String said = "";
        for (int attempt = 0; attempt <= pauses.size(); attempt++) {
            if (attempt > 0) {
                pause(pauses.get(attempt - 1));
            }
            try {
                return once(number);
            } catch (RemoteFailure hopeless) {
                throw hopeless;
            } catch (IOException notNow) {
                said = notNow.getMessage();
            }
        }
        throw new RemoteFailure("%s: page %d: expected a page of channels, %d times found: %s"
                .formatted(base, number, pauses.size() + 1, said));
    }

    private static void pause(Duration pause) throws RemoteFailure {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new RemoteFailure("interrupted");
        }
    }

    private Page once(int number) throws IOException {
        URI page = URI.create("%s/api/common/channel/list?page=%d&count=%d".formatted(base, number, pageSize));
        HttpRequest.Builder request = HttpRequest.newBuilder(page).header("Accept", "application/json");
        if (!token.isEmpty()) {
            request.header("access-token", token);
        }
        HttpResponse<byte[]> response = asked.send(request.build());
        int status = response.statusCode();
        refuseFinal(status);
        if (status != 200) {
            throw new NotNow("status " + status);
        }
        JsonNode answer = parsed(response.body());
        int code = answer.path("code").asInt(-1);
        refuseFinal(code);
        if (code != 0 || !answer.path("data").path("list").isArray()) {
            throw new NotNow("an answer with code " + code);
        }
        return page(answer.path("data"));
    }

    /** What another try cannot change. */
    private void refuseFinal(int status) throws RemoteFailure {
        if (status == 401 || status == 403) {
            throw new RemoteFailure(base + ": expected the token to be taken, found it refused");
        }
        if (status >= 300 && status < 400) {
            throw new RemoteFailure(base + ": expected an answer, found a redirect, which is not followed");
        }
        if (status == 404) {
            throw new RemoteFailure(base + ": expected a WVP-GB28181-pro with /api/common/channel/list, found none");
        }
    }

    private static JsonNode parsed(byte[] body) throws NotNow {
        try {
            JsonNode answer = JSON.readTree(body);
            if (answer.isObject()) {
                return answer;
            }
        } catch (JsonProcessingException torn) {
            throw new NotNow(
                    "JSON that ends or breaks at byte " + torn.getLocation().getByteOffset());
        } catch (IOException unreadable) {
            throw new NotNow("unreadable text");
        }
        throw new NotNow("no JSON object");
    }

    private static Page page(JsonNode data) {
        List<WvpChannel> channels = new ArrayList<>();
        data.path("list").forEach(item -> channels.add(WvpChannel.of(item)));
        return new Page(data.path("total").asInt(-1), channels);
    }

    @Override
    public void close() {
        asked.close();
    }
}
