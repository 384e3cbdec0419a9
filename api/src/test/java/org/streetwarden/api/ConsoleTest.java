package org.streetwarden.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.FleetKeys;
import org.streetwarden.casefile.FleetStatusCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.BlindReason;
import org.streetwarden.casefile.WorkerRecord.CameraState.State;
import org.streetwarden.zone.Kind;

/** The console's lists and pages beside the case itself. */
class ConsoleTest extends ConsoleBench {

    @Test
    void growsByItselfNewestFirst() throws Exception {
        open("/");
        assertThat(page.locator(".link-state.on")).hasText("实时更新中");
        Locator cards = page.locator(".card");
        int before = cards.count();
        String first = file(101, Kind.DUMPING);
        assertThat(page.locator("[data-case-no='" + first + "'] .kind")).hasText("乱倒垃圾");
        String second = file(102, Kind.VENDING);
        assertThat(page.locator(".card-link").first()).hasAttribute("data-case-no", second);
        assertThat(cards).hasCount(before + 2);
        await("thumbnail", "() => document.querySelector('.card img').naturalWidth === 640");
        peers.put(Records.cleared(102));
        assertThat(page.locator("[data-case-no='" + second + "'] .tag")).hasText("已消失");
        peers.put(Records.camera("cam-102", State.RETRYING, Instant.now()));
        assertThat(page.locator(".camera .lamp-retrying")).hasCount(1);
        peers.put(Records.turned("cam-103", Instant.now()));
        assertThat(page.locator(".camera:has(.lamp-blind) .camera-state")).hasText("监看中 · 画面转动");
    }

    /** What rests on no real evidence says so to programs and to people, and waits for a person. */
    @Test
    void marksWhatIsExperimentalAndLetsItWait() throws Exception {
        String caseNo = file(501, Records.nameless(501, "cam-501", Instant.now(), evidence));
        JsonNode listed = new Web(api.port())
                .json("/api/v1/cases?camera=cam-501")
                .get("cases")
                .get(0);
        JsonNode detail = new Web(api.port()).json("/api/v1/cases/" + caseNo);
        for (JsonNode said : List.of(listed, detail)) {
            assertThat(said.get("experimental").asBoolean()).isTrue();
            assertThat(said.get("status").asText()).isEqualTo("PENDING_REVIEW");
        }
        assertThat(detail.get("basis").asText()).isEqualTo("static-object");

        open("/");
        assertThat(page.locator("[data-case-no='" + caseNo + "'] .tag.warn")).hasText("试验性");
        page.locator("[data-case-no='" + caseNo + "']").click();
        assertThat(page.locator(".case-tags .tag.warn")).hasText("试验性");
        assertThat(page.locator(".case-tags .tag.strong")).hasText("待审核");
        assertThat(page.locator("body")).containsText("静止物比对（试验性）");
        assertThat(page.locator("body")).containsText("新出现的静止物");
    }

    @Test
    void showsModelsWithWhoMovedThemAndWhy() throws Exception {
        byte[] archive = Packages.sound("street-nano", "0.2");
        String model = "/api/v1/models/" + Records.sha256(archive);
        change("POST", "/api/v1/models", "application/zip", archive);
        change("PUT", model + "/gate.json", "application/json", Packages.gate(Records.sha256(archive), null, true));
        step(model, "{\"step\":\"check\",\"who\":\"王\",\"why\":\"检验通过\"}");
        open("/");
        page.locator(".to-models").click();
        assertThat(page.locator(".model h2")).hasText("street-nano 0.2");
        assertThat(page.locator(".model-head .tag").first()).hasText("已检验");
        assertThat(page.locator(".model-head .tag.warn")).hasText("试验性");
        step(
                model,
                "{\"step\":\"canary\",\"group\":\"north\",\"share\":0.25,\"skip\":\"小改动\",\"who\":\"王\",\"why\":\"先试四分之一\"}");
        assertThat(page.locator(".model-head .tag").first()).hasText("灰度");
        assertThat(page.locator(".group .mono")).hasText("north");
        page.locator(".model-head .button").click();
        assertThat(page.locator(".model-steps li strong")).hasCount(3);
        assertThat(page.locator(".model-steps li .why").first()).hasText("先试四分之一");
        page.keyboard().press("Escape");
        assertThat(page.locator(".cameras")).hasCount(1);
    }

    @Test
    void showsWhatIsNotSeenAndWhy() throws Exception {
        Instant now = Instant.now();
        for (String id : List.of("seen-1", "seen-2", "dead-1")) {
            peers.put(Records.coverage(id, now.minusSeconds(1200), null, BlindReason.NONE));
        }
        peers.put(Records.coverage("seen-1", now, now, BlindReason.NONE));
        peers.put(Records.coverage("seen-2", now, now, BlindReason.NONE));
        peers.put(Records.coverage("dead-1", now, null, BlindReason.DEAD));
        peers.redis().hset(FleetKeys.WORKERS, "w-1", FleetStatusCodec.encode(Records.status("w-1", now, 3)));
        peers.redis().hset(FleetKeys.DRAIN, "w-1", "王工: 更换内存");
        Peers.await("taken in", () -> peers.redis().xlen(WorkerRecord.STREAM) == 0);
        open("/");
        page.locator(".to-coverage").click();
        assertThat(page.locator("h1")).hasText("覆盖");
        assertThat(page.locator(".figures dd").first()).hasText("100%");
        assertThat(page.locator(".reason")).hasText("离线 1");
        assertThat(page.locator(".blind tbody tr")).hasCount(1);
        assertThat(page.locator(".blind tbody a")).hasAttribute("href", "/?camera=dead-1");
        assertThat(page.locator(".fleet tbody tr")).containsText("3 / 2500");
        assertThat(page.locator(".fleet tbody tr")).containsText("更换内存");
        assertThat(page.locator(".fleet tbody tr")).containsText("还剩 3 台");
        page.locator(".language").click();
        assertThat(page.locator(".reason")).hasText("Dead 1");
        expected = text -> text.contains("status of 403");
        for (String ofTheCity : List.of("**/api/v1/coverage?*", "**/api/v1/fleet")) {
            page.route(ofTheCity, route -> route.fulfill(new Route.FulfillOptions().setStatus(403)));
        }
        page.reload();
        assertThat(page.locator(".blind tbody a")).hasAttribute("href", "/?camera=dead-1");
        assertThat(page.locator(".figures")).isHidden();
        assertThat(page.locator(".fleet")).isHidden();
        page.unrouteAll();
        page.keyboard().press("Escape");
        assertThat(page.locator(".cameras")).hasCount(1);
    }

    @Test
    void letsTheRulesDeleteOnceSomebodyHasLooked() throws Exception {
        open("/retention");
        assertThat(page.locator(".retention-begun")).containsText("system");
        peers.sql("DELETE FROM retention_start");
        String caseNo = file(305, Kind.VENDING);
        JudgedCases.judge(
                new Web(api.port()), caseNo, "{\"who\":\"王\",\"confirmed\":false,\"reason\":\"false-detection\"}");
        peers.sql("UPDATE cases SET status_since = now() - interval '91 days' WHERE case_no = '" + caseNo + "'");
        open("/");
        page.locator(".to-retention").click();
        assertThat(page.locator(".retention-waits")).containsText("确认之前不会删除任何内容");
        assertThat(page.locator(".retention-waits tbody tr")).containsText(caseNo);
        page.locator(".retention-waits button").click();
        assertThat(page.locator(".retention-waits")).isVisible();
        page.locator(".retention-waits input").fill("已核对清单");
        page.locator(".language").click();
        assertThat(page.locator("h1")).hasText("Retention");
        page.locator(".retention-waits button").click();
        assertThat(page.locator(".retention-begun")).containsText("已核对清单");
        assertThat(page.locator(".retention-waits")).hasCount(0);
        assertThat(peers.text("SELECT why FROM retention_start")).isEqualTo("已核对清单");
    }

    private static void step(String model, String body) {
        change("POST", model + "/steps", "application/json", body.getBytes(UTF_8));
    }

    private static void change(String method, String path, String type, byte[] body) {
        int status = new Web(api.port())
                .send(method, path, body, "Content-Type", type, "X-Who", "wang", "X-Why", "trial")
                .statusCode();
        assertThat(status).isIn(200, 201);
    }

    @Test
    void speaksEnglishWhereAskedAndRemembersIt() throws Exception {
        String caseNo = file(301, Kind.GREEN_PARKING);
        open("/cases/" + caseNo);
        assertThat(page.locator("h1 .kind")).hasText("占压绿化带");
        page.locator(".language").click();
        assertThat(page.locator("h1 .kind")).hasText("Parked on green");
        page.reload();
        assertThat(page.locator("h1 .kind")).hasText("Parked on green");
        assertThat(page.locator("html")).hasAttribute("lang", "en");
    }

    @Test
    void isUsedByKeyboard() throws Exception {
        file(401, Kind.VENDING);
        String newest = file(402, Kind.VENDING);
        open("/");
        assertThat(page.locator(".card-link").first()).hasAttribute("data-case-no", newest);
        page.keyboard().press("j");
        page.keyboard().press("j");
        page.keyboard().press("k");
        assertThat(page.locator(".card-link").first()).isFocused();
        page.keyboard().press("Enter");
        assertThat(page).hasURL(new Web(api.port()).base() + "/cases/" + newest);
        page.keyboard().press("Escape");
        assertThat(page.locator(".card-link").first()).isFocused();
    }

    @Test
    void showsHostileTextAsText() throws Exception {
        String script = "<img src=x onerror=alert(1)>";
        peers.put(new org.streetwarden.casefile.WorkerRecord.CameraState(
                "cam-evil", script, State.STOPPED, "x", script, "w", Instant.now(), null, 0));
        open("/");
        assertThat(page.locator(".camera-name", new Page.LocatorOptions().setHasText(script)))
                .hasCount(1);
        assertThat(page.locator(".camera img")).hasCount(0);
    }

    @Test
    void fitsAPhone() throws Exception {
        String caseNo = file(501, Kind.DUMPING);
        page.setViewportSize(375, 800);
        for (String path : List.of("/", "/cases/" + caseNo)) {
            open(path);
            page.locator(path.equals("/") ? ".card" : ".steps").first().waitFor();
            assertThat((Integer) page.evaluate("() => document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(375);
        }
    }

    @Test
    void explainsWhatIsAwaited() {
        open("/?camera=nobody");
        assertThat(page.locator(".empty p")).hasText("没有符合筛选条件的案件。");
        page.locator(".empty .button").click();
        assertThat(page).hasURL(new Web(api.port()).base() + "/");
    }
}
