package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code flights show}. */
@Command(name = "show", description = "Shows a flight, its files, every problem with them and how far its survey is.")
final class FlightShowCommand extends ApiCommand {

    @Parameters(paramLabel = "FLIGHT", description = "its id, as flights list shows it")
    private String flight;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return client.get("/flights/" + ApiClient.encoded(flight), Map.of());
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        FlightText.detail(answer, out());
    }
}
