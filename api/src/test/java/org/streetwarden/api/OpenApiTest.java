package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.cases.CasePlace;
import org.streetwarden.api.coverage.Sight;
import org.streetwarden.api.directory.CameraImport.Outcome;
import org.streetwarden.api.places.PlaceImport;
import org.streetwarden.casefile.FleetKeys;
import org.streetwarden.casefile.FleetStatusCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.BlindReason;
import org.streetwarden.casefile.WorkerRecord.CameraState.State;
import org.streetwarden.directory.CoordinateSystem;
import org.streetwarden.directory.DeviceKind;
import org.streetwarden.zone.Kind;

/** The routes and what they answer, held against the description. */
class OpenApiTest {

    /** Pages for people, not part of the contract. */
    private static final Set<String> PAGES = Set.of(
            "/",
            "/cases/{caseNo}",
            "/login",
            "/models",
            "/coverage",
            "/incidents",
            "/insight",
            "/account",
            "/accounts",
            "/flights",
            "/flights/{flightId}",
            "/sites",
            "/queue",
            "/retention",
            "/assets/{name}");

    private static Peers peers;
    private static Api api;
    private static Web web;
    private static JsonNode description;
    private static String model;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        api = Api.start(peers.settings(), Clock.systemUTC());
        web = new Web(api.port());
        description = new YAMLMapper().readTree(web.get("/openapi.yaml").body());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
        peers.put(Records.incident(
                1, Kind.VENDING, "cam", Records.NOON, Records.evidence(new byte[] {1, 2}, new byte[] {3})));
        peers.put(Records.incident(2));
        peers.put(Records.cleared(1));
        peers.put(Records.camera("cam", State.WATCHING, Records.NOON));
        peers.put(Records.coverage("cam", Instant.now(), Instant.now(), BlindReason.NONE));
        peers.redis().hset(FleetKeys.WORKERS, "w-1", FleetStatusCodec.encode(Records.status("w-1", Instant.now(), 7)));
        HttpResponse<byte[]> pushed = web.send(
                "POST",
                "/api/v1/models",
                Packages.sound("street", "1"),
                "Content-Type",
                "application/zip",
                "X-Who",
                "wang",
                "X-Why",
                "trial");
        model = Web.json(pushed).get("sha256").asText();
        importCamera();
        importCodes();
        Peers.await("filed", () -> peers.redis().xlen(WorkerRecord.STREAM) == 0);
    }

    /** Two rows, of which one is refused; applied. */
    private static void importCamera() {
        String rows = "code,name,longitude,latitude\n37012600081327000001,a,117.17,36.98\n1,b,,\n";
        HttpResponse<byte[]> draft = web.send(
                "POST",
                "/api/v1/cameras/imports?source=county&crs=gcj02",
                rows.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "Content-Type",
                "text/csv",
                "X-Who",
                "wang",
                "X-Why",
                "trial");
        web.send(
                "POST",
                draft.headers().firstValue("location").orElseThrow() + "/apply",
                "{\"who\":\"li\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "Content-Type",
                "application/json");
    }

    private static void importCodes() {
        HttpResponse<byte[]> draft = web.send(
                "POST",
                "/api/v1/places/codes-local/imports?source=sample",
                "code,name\n1,a\n".getBytes(UTF_8),
                "Content-Type",
                "text/csv",
                "X-Who",
                "wang",
                "X-Why",
                "trial");
        web.send(
                "POST",
                draft.headers().firstValue("location").orElseThrow() + "/apply",
                "{\"who\":\"li\"}".getBytes(UTF_8),
                "Content-Type",
                "application/json");
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    @Test
    void describesEveryRouteAndNoOther() {
        Set<String> described = new HashSet<>();
        description.get("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> described.add(method + " " + path.getKey())));
        Set<String> operations = new HashSet<>(api.operations());
        operations.removeIf(operation -> PAGES.contains(operation.substring("get ".length())));
        assertThat(described).isEqualTo(operations);
    }

    @Test
    void answersAsDescribed() throws Exception {
        String caseNo = web.json("/api/v1/cases").at("/cases/1/caseNo").asText();
        hold("/api/v1/cases", "/api/v1/cases", "200");
        hold("/api/v1/cases", "/api/v1/cases?limit=1", "200");
        hold("/api/v1/cases", "/api/v1/cases?limit=x", "default");
        hold("/api/v1/cases/{caseNo}", "/api/v1/cases/" + caseNo, "200");
        hold("/api/v1/cases/{caseNo}", "/api/v1/cases/VA-000000-20260101-000000", "default");
        hold("/api/v1/cases/{caseNo}/evidence/{part}", "/api/v1/cases/" + caseNo + "/evidence/nothing", "default");
        web.send(
                "POST",
                "/api/v1/cases/" + caseNo + "/verdicts",
                "{\"who\":\"wang\",\"confirmed\":false,\"reason\":\"gone\"}".getBytes(UTF_8),
                "Content-Type",
                "application/json");
        hold("/api/v1/cases/{caseNo}/verdicts", "/api/v1/cases/" + caseNo + "/verdicts", "200");
        web.send(
                "POST",
                "/api/v1/callbacks/status",
                "{\"caseNo\":\"%s\",\"status\":\"立案\",\"at\":\"2026-11-21T08:00:00+08:00\"}"
                        .formatted(caseNo)
                        .getBytes(UTF_8),
                "Content-Type",
                "application/json");
        hold("/api/v1/cases/{caseNo}", "/api/v1/cases/" + caseNo, "200");
        hold("/api/v1/cases/{caseNo}/callbacks", "/api/v1/cases/" + caseNo + "/callbacks", "200");
        hold("/api/v1/cases/{caseNo}/callbacks", "/api/v1/cases/VA-000000-20260101-000000/callbacks", "default");
        hold("/api/v1/cases/{caseNo}/checks", "/api/v1/cases/" + caseNo + "/checks", "200");
        hold("/api/v1/push/targets", "/api/v1/push/targets", "200");
        hold("/api/v1/push/deliveries", "/api/v1/push/deliveries?state=DEAD", "200");
        hold("/api/v1/push/deliveries", "/api/v1/push/deliveries?state=LOST", "default");
        hold("/api/v1/feed", "/api/v1/feed?limit=10", "200");
        hold("/api/v1/feed", "/api/v1/feed?after=-1", "default");
        hold("/api/v1/feed/days/{day}", "/api/v1/feed/days/2026-11-21", "200");
        hold("/api/v1/feed/days/{day}", "/api/v1/feed/days/2026-02-30", "default");
        hold("/api/v1/hotspots", "/api/v1/hotspots?times=2&days=366", "200");
        hold("/api/v1/hotspots", "/api/v1/hotspots?days=0", "default");
        hold("/api/v1/log/entries", "/api/v1/log/entries?case=" + caseNo, "200");
        hold("/api/v1/log/entries", "/api/v1/log/entries?case=x", "default");
        hold("/api/v1/log/consistency", "/api/v1/log/consistency?from=1&to=2", "200");
        hold("/api/v1/log/consistency", "/api/v1/log/consistency?to=999", "default");
        hold("/api/v1/log/key", "/api/v1/log/key", "default");
        hold("/api/v1/cases/{caseNo}/proof", "/api/v1/cases/VA-000000-20260101-000000/proof", "default");
        hold("/api/v1/cases/{caseNo}/export", "/api/v1/cases/" + caseNo + "/export", "default");
        hold("/api/v1/dataset", "/api/v1/dataset?format=paper", "default");
        hold("/api/v1/cameras", "/api/v1/cameras", "200");
        hold("/api/v1/cameras/directory", "/api/v1/cameras/directory?released=false", "200");
        hold("/api/v1/cameras/directory", "/api/v1/cameras/directory?after=x", "default");
        hold("/api/v1/cameras/directory/{code}", "/api/v1/cameras/directory/37012600081327000001", "200");
        hold("/api/v1/cameras/directory/{code}", "/api/v1/cameras/directory/nothing", "default");
        hold("/api/v1/cameras/imports", "/api/v1/cameras/imports", "200");
        hold("/api/v1/cameras/imports/{id}", "/api/v1/cameras/imports/1", "200");
        hold("/api/v1/cameras/imports/{id}", "/api/v1/cameras/imports/2", "default");
        hold("/api/v1/cameras/imports/{id}/rows", "/api/v1/cameras/imports/1/rows", "200");
        hold("/api/v1/cameras/imports/{id}/rows", "/api/v1/cameras/imports/1/rows?outcome=LOST", "default");
        hold("/api/v1/places", "/api/v1/places", "200");
        hold("/api/v1/places/{register}", "/api/v1/places/codes-local", "200");
        hold("/api/v1/places/{register}", "/api/v1/places/nothing", "default");
        hold("/api/v1/places/{register}/versions", "/api/v1/places/codes-local/versions", "200");
        hold("/api/v1/places/imports/{id}", "/api/v1/places/imports/1", "200");
        hold("/api/v1/places/imports/{id}", "/api/v1/places/imports/9", "default");
        hold("/api/v1/places/imports/{id}/changes", "/api/v1/places/imports/1/changes", "200");
        hold("/api/v1/places/imports/{id}/changes", "/api/v1/places/imports/1/changes?outcome=LOST", "default");
        hold("/api/v1/cases/{caseNo}/why", "/api/v1/cases/" + caseNo + "/why", "200");
        hold("/api/v1/cases/{caseNo}/why", "/api/v1/cases/VA-000000-20260101-000000/why", "default");
        hold("/api/v1/incidents", "/api/v1/incidents?outcome=FILE&reason=all-met&kind=vending", "200");
        hold("/api/v1/incidents", "/api/v1/incidents?outcome=LOST", "default");
        hold("/api/v1/incidents/{id}", "/api/v1/incidents/" + Records.incidentId(1), "200");
        hold("/api/v1/incidents/{id}", "/api/v1/incidents/nothing", "default");
        hold("/api/v1/rules", "/api/v1/rules", "200");
        hold("/api/v1/rules/history", "/api/v1/rules/history", "200");
        hold("/api/v1/rules/versions/{sha256}", "/api/v1/rules/versions/nothing", "default");
        hold("/api/v1/models", "/api/v1/models", "200");
        hold("/api/v1/models", "/api/v1/models?state=flying", "default");
        hold("/api/v1/models/{sha256}", "/api/v1/models/" + model, "200");
        hold("/api/v1/models/{sha256}", "/api/v1/models/nothing", "default");
        hold("/api/v1/models/{sha256}/shadow", "/api/v1/models/" + model + "/shadow?group=gates", "200");
        hold("/api/v1/models/{sha256}/totals", "/api/v1/models/" + model + "/totals?role=canary", "200");
        hold("/api/v1/models/{sha256}/gate.json", "/api/v1/models/" + model + "/gate.json", "default");
        hold("/api/v1/rollout", "/api/v1/rollout", "200");
        hold("/api/v1/insight", "/api/v1/insight", "200");
        hold("/api/v1/insight", "/api/v1/insight?weeks=0", "default");
        hold("/api/v1/coverage", "/api/v1/coverage", "200");
        hold("/api/v1/coverage", "/api/v1/coverage?hours=0", "default");
        hold("/api/v1/coverage/cameras", "/api/v1/coverage/cameras?sight=SEEN&sight=DEAD", "200");
        hold("/api/v1/coverage/cameras", "/api/v1/coverage/cameras?sight=GONE", "default");
        hold("/api/v1/coverage/cameras/{id}", "/api/v1/coverage/cameras/cam", "200");
        hold("/api/v1/coverage/cameras/{id}", "/api/v1/coverage/cameras/none", "default");
        hold("/api/v1/fleet", "/api/v1/fleet", "200");
        assertThat(web.json("/api/v1/fleet").at("/workers/0/held").asInt()).isEqualTo(7);
        web.send(
                "POST",
                "/api/v1/flights",
                "{\"name\":\"a\",\"files\":[{\"name\":\"a.mp4\",\"bytes\":1}]}".getBytes(UTF_8),
                "Content-Type",
                "application/json");
        String flight = web.json("/api/v1/flights").at("/flights/0/flightId").asText();
        hold("/api/v1/flights", "/api/v1/flights?state=UPLOADING", "200");
        hold("/api/v1/flights", "/api/v1/flights?state=FLYING", "default");
        hold("/api/v1/flights/{flightId}", "/api/v1/flights/" + flight, "200");
        hold("/api/v1/flights/{flightId}", "/api/v1/flights/nothing", "default");
        hold("/api/v1/flights/{flightId}/track", "/api/v1/flights/" + flight + "/track", "default");
        hold("/healthz", "/healthz", "200");
        hold("/readyz", "/readyz", "200");
        assertThat(web.json("/api/v1/cases/" + caseNo).at("/evidence/parts").size())
                .isEqualTo(7);
    }

    @Test
    void failsWhereAnAnswerIsNotAsDescribed() {
        JsonNode page = web.json("/api/v1/cases");
        JsonNode schema = description.at("/components/schemas/CasePage");
        JsonSchema check = new JsonSchema(description);
        assertThat(check.problems(schema, page)).isEmpty();
        ((com.fasterxml.jackson.databind.node.ObjectNode) page.at("/cases/0"))
                .put("kind", "piracy")
                .put("surprise", 1)
                .put("presentMs", -1)
                .put("raisedAt", "yesterday")
                .remove("status");
        assertThat(check.problems(schema, page)).hasSize(5);
    }

    /** Every enumeration of the description is the code's own. */
    @Test
    void knowsTheKindsAndStates() {
        assertThat(texts("Kind"))
                .containsExactlyElementsOf(
                        List.of(Kind.values()).stream().map(Kind::id).toList());
        assertThat(texts("Status"))
                .containsExactlyElementsOf(List.of(org.streetwarden.api.cases.CaseStatus.values()).stream()
                        .map(Enum::name)
                        .toList());
        assertThat(texts("VerdictReason"))
                .containsExactlyElementsOf(List.of(org.streetwarden.api.verdicts.VerdictReason.values()).stream()
                        .map(org.streetwarden.api.verdicts.VerdictReason::id)
                        .toList());
        assertThat(texts("ModelState"))
                .containsExactlyElementsOf(List.of(org.streetwarden.api.models.ModelState.values()).stream()
                        .map(Enum::name)
                        .toList());
    }

    @Test
    void knowsWhatComesOfACallback() {
        assertThat(texts("CallbackOutcome"))
                .containsExactlyElementsOf(List.of(org.streetwarden.api.life.Callback.Outcome.values()).stream()
                        .map(Enum::name)
                        .toList());
    }

    @Test
    void knowsWhatBecomesOfIncidents() {
        assertThat(texts("IncidentOutcome"))
                .containsExactlyElementsOf(List.of(org.streetwarden.rule.Outcome.values()).stream()
                        .map(Enum::name)
                        .toList());
        assertThat(texts("DecisionReason"))
                .containsExactlyElementsOf(List.of(org.streetwarden.rule.Reason.values()).stream()
                        .map(org.streetwarden.rule.Reason::id)
                        .toList());
    }

    @Test
    void knowsWhatASightIs() {
        assertThat(texts("Sight"))
                .containsExactlyElementsOf(
                        List.of(Sight.values()).stream().map(Enum::name).toList());
    }

    @Test
    void knowsTheDirectorysWords() {
        assertThat(texts("Crs"))
                .containsExactlyInAnyOrder(CoordinateSystem.ids().split(", "));
        assertThat(texts("Outcome"))
                .containsExactlyElementsOf(
                        List.of(Outcome.values()).stream().map(Enum::name).toList());
        assertThat(texts("EntryKind"))
                .containsExactlyInAnyOrderElementsOf(List.of(DeviceKind.values()).stream()
                        .map(kind ->
                                kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                        .toList());
    }

    @Test
    void knowsWhatCannotBeToldOfAPlace() {
        assertThat(texts("PlaceGap"))
                .containsExactlyElementsOf(List.of(CasePlace.Gap.values()).stream()
                        .map(CasePlace.Gap::id)
                        .toList());
        assertThat(texts("PlaceOutcome"))
                .containsExactlyElementsOf(List.of(PlaceImport.Outcome.values()).stream()
                        .map(Enum::name)
                        .toList());
    }

    private static List<String> texts(String schema) {
        List<String> texts = new java.util.ArrayList<>();
        description.at("/components/schemas/" + schema + "/enum").forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static void hold(String template, String path, String answer) throws IOException {
        HttpResponse<byte[]> response = web.get(path);
        String expected = answer.equals("default") ? "application/problem+json" : "application/json";
        assertThat(response.headers().firstValue("content-type")).hasValue(expected);
        JsonSchema check = new JsonSchema(description);
        JsonNode described = check.resolve(description
                .get("paths")
                .get(template)
                .get("get")
                .get("responses")
                .get(answer));
        JsonNode schema = described.get("content").get(expected).get("schema");
        assertThat(check.problems(schema, Web.json(response))).as(path).isEmpty();
    }
}
