package org.streetwarden.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.streetwarden.casefile.AskedLook;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.casefile.WorkerRecord.LookTaken;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.incident.Presence;
import org.streetwarden.scene.ViewState;
import org.streetwarden.zone.Kind;

/** One case as its reviewer sees it. */
class CasePageTest extends ConsoleBench {

    @Test
    void playsAndSeeksTheClip() throws Exception {
        Map<String, byte[]> masked = withMaskedClip(201);
        open("/cases/" + file(201, Records.incident(201, Kind.BIN_OVERFLOW, "cam-201", Instant.now(), masked)));
        assertThat(page.locator("h1 .kind")).hasText("垃圾箱满溢");
        assertThat(page.locator("video")).hasAttribute("src", Pattern.compile(".*/clip.mp4\\?view=masked"));
        await("clip is ready", "() => document.querySelector('video').readyState >= 2");
        page.evaluate("() => document.querySelector('video').play()");
        await("clip plays", "() => document.querySelector('video').currentTime > 0.5");
        page.locator(".step-raised .seek").click();
        await("clip was sought", "() => document.querySelector('video').currentTime >= 6");
        page.locator(".unmask input").fill("审核案件");
        page.locator(".unmask button").click();
        assertThat(page.locator("video")).hasAttribute("src", Pattern.compile(".*/clip.mp4\\?view=original&why=.*"));
        await("original is ready", "() => document.querySelector('video').readyState >= 2");
        assertThat(page.locator(".dwell-words")).hasText("在场 9 秒，观察到 8 秒，最长间隔 1 秒");
        assertThat(page.locator(".watch-words li"))
                .hasText(new String[] {"画面时间与本机相差 −0.3 秒，其间漂移 +0.4 秒", "上报时画面：正常", "3 次因画面无效未判读", "缺少画面：首次看到（当时由另一进程监看）"
                });
    }

    /** Every object of a pack, its masked clip among them. */
    private static Map<String, byte[]> withMaskedClip(int number) throws Exception {
        byte[] clip = evidence.get("clip.mp4");
        peers.store(Records.prefix(number) + "clip-masked.mp4", "video/mp4", clip);
        Map<String, byte[]> masked = new LinkedHashMap<>(evidence);
        masked.put("clip-masked.mp4", clip);
        return masked;
    }

    @Test
    void togglesBoxesAndProvesEvidence() throws Exception {
        open("/cases/" + file(202, Kind.VENDING));
        assertThat(page.locator(".still-row img")).hasCount(3);
        assertThat(page.locator(".still-row a").first())
                .hasAttribute("href", Pattern.compile(".*/first-boxes.jpg\\?view=masked"));
        page.locator(".switch").click();
        assertThat(page.locator(".still-row a").first())
                .hasAttribute("href", Pattern.compile(".*/first.jpg\\?view=masked"));
        page.locator(".verify").click();
        assertThat(page.locator(".verdict")).hasText("8 个文件全部一致");
        byte[] tampered = evidence.get("clip.mp4").clone();
        tampered[tampered.length / 2] ^= 1;
        peers.store(Records.prefix(202) + "clip.mp4", "video/mp4", tampered);
        page.locator(".verify").click();
        assertThat(page.locator(".verdict")).hasText("1 个文件不一致");
    }

    @Test
    void showsBeforeAndAfterOfAHandledCase() throws Exception {
        String caseNo = file(217, Kind.VENDING);
        Web web = new Web(api.port());
        JudgedCases.judge(web, caseNo, "{\"who\":\"王\",\"confirmed\":true}");
        open("/cases/" + caseNo);
        assertThat(page.locator(".gone-check")).isHidden();
        for (String action : List.of("push", "handle")) {
            String order = "{\"action\":\"%s\",\"who\":\"李\",\"why\":\"试\"}".formatted(action);
            web.send(
                    "POST",
                    "/api/v1/cases/" + caseNo + "/steps",
                    order.getBytes(UTF_8),
                    "Content-Type",
                    "application/json");
        }
        Peers.await("asked", () -> peers.redis().hlen(AskedLook.KEY) == 1);
        String checkId = peers.redis().hkeys(AskedLook.KEY).getFirst();
        byte[] picture = evidence.get("raised.jpg");
        peers.store("looks/" + checkId + "/1.jpg", "image/jpeg", picture);
        peers.put(new LookTaken(
                checkId,
                1,
                "cam-217",
                "worker-1",
                Instant.now(),
                0,
                ViewState.CLEAR,
                Presence.Finding.THERE,
                0.91,
                "",
                new ModelIdentity("street", "0.1", "ab".repeat(32)),
                "looks/" + checkId + "/1.jpg",
                new EvidencePart("look-1.jpg", "image/jpeg", picture.length, Records.sha256(picture))));
        assertThat(page.locator(".gone-check .tag")).hasText("仍在现场");
        assertThat(page.locator(".gone-check figcaption strong")).hasText(new String[] {"处置前", "处置后 · 仍在 91%"});
        await(
                "both pictures",
                "() => [...document.querySelectorAll('.gone-check img')].every((image) => image.naturalWidth === 640)");
        assertThat(page.locator(".life-now strong")).hasText("核查中");
        assertThat(page.locator(".history .judgement-note")).hasText(new Pattern[] {
            Pattern.compile("试"),
            Pattern.compile("试"),
            Pattern.compile("监看进程正在核查是否已处置。"),
            Pattern.compile("仍在现场：.* 在清晰画面中看到。")
        });
    }

    /** What the system writes, as it writes it; the last words of some are a person's. */
    private static final List<String> SAID = List.of(
            "Not seen since 2026-11-27T01:02:03.4Z. 2 of the case's incidents are still there.",
            "Taken for the same thing: camera c-1, 12 m from one that saw it, sees the same kind. ",
            "Taken for the same thing: flight 01K sees the same kind 3 m away, its place sure to 8 m. ",
            "No review needed: vending with a score of 0.91, at least 0.9; not experimental.",
            "Somebody is to be reminded; it may still stand for 300 s.",
            "Held: it has an open case within 20 m.",
            "Held: it has 2 open cases within 20 m.",
            "Asked first in vain: 500. Held, as it named open cases before.",
            "Delivered as 7f-1.",
            "Not asked first, because the case has no place. It answered 200 with its number S-2, the case stands as 立案.",
            "It answered 200.",
            "It stands so already. The platform says handled: 已清理",
            "UNSURE: 1 of 3 clear views without it, at least 5 min apart, since it was handled; without a word: 2 × DARK, 1 × the same picture again.",
            "GONE: Flight 01K saw the place at 2026-11-27T01:02:03Z and found nothing of the kind there.");

    @Test
    void saysHistoryInTheReadersLanguage() throws Exception {
        open("/");
        String script = "(said) => import('/assets/history-words.js').then((module) => said.map(module.inHistory))";
        assertThat(((List<?>) page.evaluate(script, SAID)).stream().map(String::valueOf))
                .allSatisfy(chinese -> assertThat(chinese).doesNotContainPattern("[a-z]{2,} [a-z]{2,}|[.;] ?$"))
                .contains("暂缓上报：平台在 20 米内有 1 件在办案件。", "状态未变。平台回告 handled。已清理");
        page.locator(".language").click();
        assertThat(page.evaluate(script, SAID)).isEqualTo(SAID);
    }

    @Test
    void takesAVerdictByKeyboard() throws Exception {
        open("/cases/" + file(203, Kind.DUMPING));
        Locator choice = page.locator(".judgement select");
        choice.waitFor();
        page.keyboard().press("v");
        assertThat(choice).isFocused();
        choice.selectOption("other-class");
        for (String words : List.of("bin", "是垃圾箱")) {
            page.keyboard().press("Tab");
            page.keyboard().type(words);
        }
        page.keyboard().press("Control+Enter");
        assertThat(page.locator(".judgements li")).hasCount(1);
        assertThat(page.locator(".judgements li strong")).hasText("非本类");
        assertThat(page.locator(".judgements li .judgement-note")).hasText("是垃圾箱");
        assertThat(page.locator(".history li strong").last()).hasText("审核");
    }

    @Test
    void showsEverySightingAndWhatOfThePlaceIsUnknown() throws Exception {
        String caseNo = file(206, Kind.VENDING);
        String zone = new Web(api.port())
                .json("/api/v1/cases/" + caseNo)
                .get("zoneId")
                .asText();
        String camera = new Web(api.port())
                .json("/api/v1/cases/" + caseNo)
                .at("/camera/id")
                .asText();
        open("/cases/" + caseNo);
        assertThat(page.locator(".place")).containsText("目录中没有可信的摄像机位置");
        assertThat(page.locator(".place")).containsText("没有对应的有效代码；没有登记处置单位");
        assertThat(page.locator(".sightings li")).hasCount(1);
        IncidentFiled again = Records.incident(207, Kind.VENDING, camera, Instant.now(), evidence);
        peers.put(Records.inZone(again, zone));
        assertThat(page.locator(".sightings li")).hasCount(2);
        assertThat(page.locator(".sightings li").nth(1)).containsText("同一摄像机同一区域");
        assertThat(page.locator(".sightings li").nth(1).locator("a"))
                .hasCount(again.parts().size() + 1);
    }

    @Test
    void movesACaseAndSaysWhatItMayDo() throws Exception {
        String next = file(204, Kind.DUMPING);
        String caseNo = file(205, Kind.VENDING);
        open("/cases/" + caseNo);
        assertThat(page.locator(".life-now strong")).hasText("待审核");
        assertThat(page.locator(".step-buttons button")).hasText(new String[] {"作废"});
        page.locator(".judgement button").first().click();
        assertThat(page.locator(".life-now strong")).hasText("审核通过");
        page.locator(".case-life input").first().fill("电话已报");
        page.locator(".step-buttons button[value=push]").click();
        assertThat(page.locator(".life-now strong")).hasText("已上报");
        assertThat(page.locator(".history li").last()).containsText("审核通过 → 已上报");
        assertThat(page.locator(".history li").last()).containsText("电话已报");
        assertThat(page.locator(".case-tags .strong")).hasText("已上报");
        page.keyboard().press("n");
        assertThat(page.locator("h1 .kind")).hasText("乱倒垃圾");
        assertThat(page).hasURL(new Web(api.port()).base() + "/cases/" + next);
        open("/?status=PENDING_REVIEW");
        assertThat(page.locator("[data-case-no='" + next + "']")).hasCount(1);
        assertThat(page.locator("[data-case-no='" + caseNo + "']")).hasCount(0);
        assertThat(page.locator(".link-state.on")).hasCount(1);
        JudgedCases.judge(new Web(api.port()), next, "{\"who\":\"王\",\"confirmed\":true}");
        assertThat(page.locator("[data-case-no='" + next + "']")).hasCount(0);
    }

    @Test
    void asksWhetherThePlatformHasTheThing() throws Exception {
        Web web = new Web(api.port());
        peers.sql("INSERT INTO push_targets (target_id, configured, added_at) VALUES ('city', false, now())");
        String caseNo = file(208, Kind.VENDING);
        open("/cases/" + caseNo);
        JudgedCases.judge(web, caseNo, "{\"who\":\"王\",\"confirmed\":true}");
        assertThat(page.locator(".life-now strong")).hasText("审核通过");
        assertThat(page.locator(".nearby")).isHidden();
        peers.sql("""
                WITH held AS (
                    INSERT INTO push_deliveries (platform_event, case_id, target_id, state, next_at)
                    SELECT id, case_id, 'city', 'HELD', now() FROM platform_events
                    WHERE op = 'CREATE' AND case_id = (SELECT id FROM cases WHERE case_no = '%s')
                    RETURNING id)
                INSERT INTO nearby_answers (delivery_id, asked_at, radius_m, found, more)
                SELECT id, now(), 45, '[{"platformCaseNo":"2026-<b>1","code":null,"status":"立案","source":"监督员上报",
                "at":"2026-11-20T08:00:00Z","longitude":null,"latitude":null,"distanceM":11.6}]', 0 FROM held""".formatted(caseNo));
        open("/?held=true");
        page.locator("[data-case-no='" + caseNo + "']").click();
        assertThat(page.locator(".nearby li")).containsText("2026-<b>1");
        assertThat(page.locator(".nearby li")).containsText("相距 12 米");
        assertThat(page.locator(".nearby li")).containsText("监督员上报");
        assertThat(page.locator(".case-life")).containsText("上报暂缓");
        assertThat(page.locator(".case-life button[value=push]")).hasCount(0);
        page.locator(".nearby input[name=why]").fill("或已处置");
        page.locator(".nearby-ask").click();
        assertThat(page.locator(".history li").last()).containsText("再次询问平台");
        assertThat(page.locator(".nearby button")).hasCount(0);
        assertThat(page.locator(".case-life button[value=push]")).hasCount(1);
        peers.sql("UPDATE push_deliveries SET state = 'HELD' WHERE target_id = 'city'");
        open("/cases/" + caseNo);
        page.locator(".nearby input[name=why]").fill("同一摊位");
        page.locator(".nearby li button").click();
        assertThat(page.locator(".life-now strong")).hasText("已上报");
        assertThat(page.locator(".nearby button")).hasCount(0);
        assertThat(page.locator(".nearby")).containsText("认定与 2026-<b>1 为同一件：同一摊位");
        assertThat(page.locator(".history li").last()).containsText("并入平台案件");
        assertThat(page.locator(".case-life")).containsText("2026-<b>1");
        page.locator(".language").click();
        assertThat(page.locator(".nearby h2")).hasText("The platform’s open cases nearby");
    }

    @Test
    void judgesTheQueueByKeysAlone(TestReporter reporter) throws Exception {
        Instant longAgo = Instant.now().minus(Duration.ofDays(3));
        List<String> numbers = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            int number = 220 + numbers.size();
            Instant raisedAt = longAgo.plusSeconds(numbers.size());
            Map<String, byte[]> pack = numbers.isEmpty() ? withMaskedClip(number) : evidence;
            numbers.add(file(number, Records.incident(number, kind, "cam-" + number, raisedAt, pack)));
        }
        open("/queue");
        shows(numbers.get(0));
        await(
                "the next one is here",
                "() => performance.getEntriesByType('resource').filter((each) => each.name.includes('raised-boxes.jpg')).length > 2");
        page.evaluate(WATCH_NEXT);
        page.keyboard().press("y");
        await("the next picture", "() => window.nextMs !== undefined");
        reporter.publishEntry(
                "ms from key to next picture",
                page.evaluate("() => window.nextMs").toString());
        shows(numbers.get(1));
        page.keyboard().press("p");
        assertThat(page.locator(".queue-case .unmask input")).isFocused();
        page.keyboard().press("Escape");
        page.keyboard().press("u");
        shows(numbers.get(0));
        assertThat(statuses(numbers.subList(0, 1))).isEqualTo("PENDING_REVIEW");
        playsByKeys();
        page.keyboard().press("y");
        shows(numbers.get(1));
        page.keyboard().press("s");
        shows(numbers.get(2));
        page.keyboard().press("3");
        page.keyboard().press("1");
        shows(numbers.get(3));
        page.keyboard().press("1");
        page.keyboard().press("Escape");
        Peers.await("sent", () -> "APPROVED PENDING_REVIEW REJECTED REJECTED".equals(statuses(numbers)));
        assertThat(peers.text(
                        "SELECT string_agg(concat_ws('>', reason, other_label), ' ' ORDER BY case_id) FROM verdicts"
                                + " WHERE NOT confirmed AND case_id IN (SELECT id FROM cases WHERE case_no IN ('"
                                + String.join("','", numbers) + "'))"))
                .isEqualTo("other-class>stall false-detection");
    }

    private static final String WATCH_NEXT = """
            () => document.addEventListener('keydown', () => {
              const begun = performance.now();
              const before = document.querySelector('.queue-case').dataset.caseNo;
              const look = () => {
                const image = document.querySelector('.queue-case .player img');
                const there = image?.complete && image.naturalWidth > 0 && image.closest('.queue-case').dataset.caseNo !== before;
                if (there) window.nextMs = Math.round(performance.now() - begun);
                else requestAnimationFrame(look);
              };
              requestAnimationFrame(look);
            }, { capture: true, once: true })""";

    private void shows(String caseNo) {
        assertThat(page.locator(".queue-case")).hasAttribute("data-case-no", caseNo);
    }

    private static String statuses(List<String> numbers) throws Exception {
        return peers.text("SELECT string_agg(status, ' ' ORDER BY case_no) FROM cases WHERE case_no IN ('"
                + String.join("','", numbers) + "')");
    }

    private void playsByKeys() throws Exception {
        page.keyboard().press("b");
        assertThat(page.locator(".queue-case .player img"))
                .hasAttribute("src", Pattern.compile(".*/raised.jpg\\?view=masked"));
        page.keyboard().press("ArrowRight");
        assertThat(page.locator(".queue-case video")).hasAttribute("src", Pattern.compile(".*/clip.mp4\\?view=masked"));
        await("masked", "() => document.querySelector('.queue-case video').readyState >= 2");
        page.locator(".unmask-offer button").click();
        page.keyboard().type("审核案件");
        page.keyboard().press("Enter");
        assertThat(page.locator(".queue-case video")).hasAttribute("src", Pattern.compile(".*view=original&why=.*"));
        await("plays", "() => document.querySelector('.queue-case video').currentTime > 0.2");
        page.keyboard().press("p");
        await("stands", "() => document.querySelector('.queue-case video').paused");
        Object stood = page.evaluate("() => document.querySelector('.queue-case video').currentTime");
        page.keyboard().press("ArrowRight");
        await("a frame on", "() => document.querySelector('.queue-case video').currentTime > " + stood);
        page.keyboard().press("?");
        assertThat(page.locator(".queue-help")).containsText("逐帧");
    }
}
