package org.streetwarden.api.flights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.streetwarden.api.paper.Column;
import org.streetwarden.api.paper.Fact;
import org.streetwarden.api.paper.GroundPlan;
import org.streetwarden.api.paper.Paper;
import org.streetwarden.directory.LonLat;

/** A flight's report on paper, Chinese first: what inspection said, the map, and every finding with its masked picture. */
public final class FlightPaper {

    /** Findings of which the paper shows a picture. */
    public static final int MOST_STILLS = 40;

    private static final int MOST_PROBLEMS = 200;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> KINDS = Map.of(
            "vending", "占道经营 Vending",
            "bin-overflow", "垃圾箱满溢 Bin overflow",
            "dumping", "乱倒垃圾 Dumping",
            "green-parking", "机动车占压绿化带 Parking on green");
    private static final Map<String, String> WEIGHTS =
            Map.of("NOTE", "提示 Note", "LIMITS", "限制 Limits", "UNUSABLE", "不可用 Unusable");
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.of("Asia/Shanghai"));

    private final FlightReport report;
    private final Paper paper;

    /** The masked picture of a finding. */
    @FunctionalInterface
    public interface Stills {

        /** @return JPEG; null where none can be shown */
        byte[] of(FlightFinding finding) throws IOException;
    }

    private FlightPaper(FlightReport report, Paper paper) {
        this.report = report;
        this.paper = paper;
    }

    /**
     * Writes the file.
     *
     * @param made when, as the paper says
     * @param out stays the caller's to close
     */
    public static void write(FlightReport report, Stills stills, Instant made, OutputStream out) throws IOException {
        String flightId = report.detail().flight().flightId();
        try (Paper paper = Paper.open("航拍勘察报告 Flight report " + flightId, made)) {
            FlightPaper pages = new FlightPaper(report, paper);
            pages.head(made);
            pages.problems();
            pages.map();
            pages.findings();
            pages.pictures(stills);
            paper.writeTo(out);
        }
    }

    private void head(Instant made) throws IOException {
        Flight flight = report.detail().flight();
        paper.title("航拍勘察报告 Flight report");
        paper.paragraph(flight.name());
        paper.facts(List.of(
                new Fact("编号 Id", flight.flightId()),
                new Fact("飞手 Pilot", flight.pilot()),
                new Fact("状态 State", (flight.state() + " " + flight.detail()).strip()),
                new Fact("登记 Announced", SECOND.format(flight.createdAt())),
                new Fact(
                        "勘察结束 Survey ended", flight.endedAt() == null ? "尚未 not yet" : SECOND.format(flight.endedAt())),
                new Fact("文件 Files", "%d，%s".formatted(flight.files(), Announced.size(flight.bytes()))),
                new Fact(
                        "看过的画面 Pictures looked at",
                        Long.toString(flight.progress().pictures())),
                new Fact("发现 Findings", Integer.toString(report.findings().size()))));
        paper.note("截至 " + SECOND.format(made) + "（北京时间）。画面已打码。As of that moment, UTC+8. Pictures are masked.");
    }

    private void problems() throws IOException {
        paper.heading("检查结果 What inspection says");
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode group : inspection().path("flights")) {
            List<String> names = new ArrayList<>();
            group.path("files").forEach(file -> names.add(Announced.shown(file.asText())));
            for (JsonNode problem : group.path("problems")) {
                String weight = problem.path("weight").asText();
                rows.add(List.of(
                        String.join("\n", names),
                        WEIGHTS.getOrDefault(weight, weight),
                        problem.path("zh").asText() + "\n" + problem.path("en").asText()));
            }
        }
        if (rows.isEmpty()) {
            paper.paragraph("没有发现问题。No problem was found.");
            return;
        }
        paper.table(
                List.of(new Column("文件 Files", 0.24), new Column("影响 Weight", 0.16), new Column("问题 Problem", 0.6)),
                rows.subList(0, Math.min(rows.size(), MOST_PROBLEMS)));
    }

    private JsonNode inspection() {
        String text = report.detail().flight().inspection();
        try {
            return text == null ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException unreadable) {
            return MissingNode.getInstance();
        }
    }

    private void map() throws IOException {
        List<GroundPlan.Spot> spots = new ArrayList<>();
        List<List<LonLat>> rings = new ArrayList<>();
        for (FlightFinding finding : report.findings()) {
            spots.add(new GroundPlan.Spot(
                    finding.ground().place(), finding.ground().uncertaintyM(), Integer.toString(spots.size() + 1)));
            rings.add(finding.ground().footprint());
        }
        GroundPlan plan = new GroundPlan(report.tracks(), report.seen(), rings, spots);
        if (!plan.empty()) {
            paper.heading("地图 Map");
            paper.plan(plan);
            paper.note(
                    "蓝线为航迹，灰色为看到的地面，橙框为发现所在画面的地面范围，圆圈为定位误差（95%），上为北。Blue: track; grey: ground "
                            + "seen; orange frames: ground of the pictures with findings; circles: how sure a place is (95 %); north above.");
        }
    }

    private void findings() throws IOException {
        paper.heading("发现 Findings");
        if (report.findings().isEmpty()) {
            paper.paragraph("没有。None.");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (FlightFinding finding : report.findings()) {
            rows.add(List.of(
                    Integer.toString(rows.size() + 1),
                    finding.caseNo() + (finding.joined() ? "\n并入 joined" : ""),
                    KINDS.getOrDefault(finding.kind(), finding.kind()),
                    place(finding),
                    area(finding),
                    SECOND.format(finding.seenAt()) + "\n" + finding.status()));
        }
        paper.table(
                List.of(
                        new Column("#", 0.06),
                        new Column("案件 Case", 0.22),
                        new Column("类别 Kind", 0.17),
                        new Column("位置 Place", 0.2),
                        new Column("面积 Area", 0.13),
                        new Column("时间、状态 When, state", 0.22)),
                rows);
    }

    private static String place(FlightFinding finding) {
        return String.format(
                Locale.ROOT,
                "%.6f, %.6f\n± %.1f m",
                finding.ground().place().longitude(),
                finding.ground().place().latitude(),
                finding.ground().uncertaintyM());
    }

    private static String area(FlightFinding finding) {
        return Double.isNaN(finding.ground().areaM2())
                ? "–"
                : String.format(
                        Locale.ROOT,
                        "%.1f ± %.1f m²",
                        finding.ground().areaM2(),
                        finding.ground().areaUnsureM2() * 1.96);
    }

    private void pictures(Stills stills) throws IOException {
        if (report.findings().isEmpty()) {
            return;
        }
        paper.heading("画面 Pictures");
        int number = 0;
        for (FlightFinding finding :
                report.findings().stream().limit(MOST_STILLS).toList()) {
            number++;
            String caption =
                    number + ". " + finding.caseNo() + " " + KINDS.getOrDefault(finding.kind(), finding.kind());
            byte[] still = stills.of(finding);
            if (still == null) {
                paper.note(caption + "：没有可显示的打码画面 no masked picture can be shown");
            } else {
                paper.picture(still, caption);
            }
        }
        if (report.findings().size() > MOST_STILLS) {
            paper.note("只显示前 %d 处的画面。Pictures of the first %d only.".formatted(MOST_STILLS, MOST_STILLS));
        }
    }
}
