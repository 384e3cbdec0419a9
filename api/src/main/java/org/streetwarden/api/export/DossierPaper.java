package org.streetwarden.api.export;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.streetwarden.api.cases.CaseDetail;
import org.streetwarden.api.cases.CasePlace;
import org.streetwarden.api.cases.CaseSummary;
import org.streetwarden.api.export.CaseExport.Plan;
import org.streetwarden.api.paper.Column;
import org.streetwarden.api.paper.Fact;
import org.streetwarden.api.paper.Paper;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.zone.Kind;

/** A case on paper for people, Chinese first: what was seen, where and when, who did what, and what of it is proven. */
final class DossierPaper {

    private static final Map<Kind, String> KINDS = Map.of(
            Kind.VENDING, "占道经营 Vending",
            Kind.BIN_OVERFLOW, "垃圾箱满溢 Bin overflow",
            Kind.DUMPING, "乱倒垃圾 Dumping",
            Kind.GREEN_PARKING, "机动车占压绿化带 Parking on green");
    private static final Map<String, String> STILLS = Map.of(
            "placed-boxes.jpg", "放置时 When it was placed",
            "first-boxes.jpg", "首次看到 First seen",
            "threshold-boxes.jpg", "达到时限 Threshold reached",
            "raised-boxes.jpg", "上报 Raised");
    private static final ZoneId CITY = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(CITY);

    private final Plan plan;
    private final CaseDetail detail;
    private final CaseSummary summary;
    private final ManifestFacts manifest;
    private final Paper paper;

    private DossierPaper(Plan plan, Paper paper) {
        this.plan = plan;
        this.detail = plan.detail();
        this.summary = detail.summary();
        this.manifest = ManifestFacts.of(plan.manifest());
        this.paper = paper;
    }

    /**
     * Writes the file.
     *
     * @param stills pictures with boxes by name, in the order of the pack
     * @param made when, as the paper says
     * @param out stays the caller's to close
     */
    static void write(Plan plan, Map<String, byte[]> stills, Instant made, OutputStream out) throws IOException {
        try (Paper paper = Paper.open("案卷 Dossier " + plan.detail().summary().caseNo(), made)) {
            DossierPaper dossier = new DossierPaper(plan, paper);
            dossier.head(made);
            dossier.facts();
            dossier.place();
            dossier.times();
            dossier.history();
            dossier.pictures(stills);
            dossier.checks(stills);
            dossier.proof();
            dossier.parts();
            dossier.verifying();
            paper.writeTo(out);
        }
    }

    private void head(Instant made) throws IOException {
        paper.title("案卷 Case dossier");
        paper.paragraph(summary.caseNo());
        paper.note("本卷供阅读与归档，本身不是证据；证据是同一压缩包中的原始文件。图片未打码，含个人信息，仅限所述用途。"
                + "This paper is for reading and filing and proves nothing by itself; the evidence is the files beside it. "
                + "The pictures are not masked. Made " + time(made) + ".");
    }

    private void facts() throws IOException {
        paper.heading("案情 The case");
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("案件号 Case number", summary.caseNo()));
        facts.add(new Fact(
                "类别 Kind", KINDS.getOrDefault(summary.kind(), summary.kind().id())));
        facts.add(new Fact("分类代码 Codes", codes()));
        facts.add(new Fact(
                "状态 Status",
                summary.status().name() + "，自 since " + time(detail.life().since())));
        facts.add(new Fact("平台案件号 Platform's number", orNone(detail.life().platformCaseNo())));
        facts.add(new Fact("立案理由 Why filed", detail.why()));
        facts.add(new Fact(
                "模型 Model",
                "%s %s, SHA-256 %s"
                        .formatted(
                                detail.model().name(),
                                detail.model().version(),
                                detail.model().sha256())));
        facts.add(new Fact("规则、区域版本 Rule, zone", detail.ruleVersion() + ", " + detail.zoneVersion()));
        facts.add(new Fact("依据 Basis", detail.basis().id()));
        if (summary.experimental()) {
            facts.add(new Fact("注意 Note", "试验性类别，须人工审核 Experimental: a person must judge"));
        }
        paper.facts(facts);
    }

    private String codes() {
        return detail.place() == null || detail.place().codes().isEmpty()
                ? "无 none"
                : detail.place().codes().stream()
                        .map(code -> "%s %s (%s, v%d)"
                                .formatted(code.code(), code.name(), code.codeSystem(), code.version()))
                        .collect(Collectors.joining("\n"));
    }

    private void place() throws IOException {
        paper.heading("地点与承办单位 Place and unit");
        CasePlace place = detail.place();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("摄像机 Camera", summary.cameraName() + " (" + summary.cameraId() + ")"));
        facts.add(new Fact("区域 Zone", summary.zoneId()));
        if (place == null) {
            facts.add(new Fact("位置 Position", "无 none"));
        } else {
            facts.add(new Fact("位置（摄像机）Position (camera)", position(place)));
            facts.add(new Fact("单元网格 Unit grid", grid(place.unitGrid())));
            facts.add(new Fact("责任网格 Responsibility grid", grid(place.responsibilityGrid())));
            facts.add(new Fact(
                    "建议承办单位 Suggested unit",
                    place.unit() == null
                            ? "无 none"
                            : place.unit().name() + " " + orNone(place.unit().code())));
            facts.add(new Fact("处置时限 Time limit", orNone(place.timeLimit())));
            facts.add(new Fact("到期 Due", place.dueAt() == null ? "无 none" : time(place.dueAt())));
        }
        paper.facts(facts);
    }

    private static String position(CasePlace place) {
        if (place.position() == null) {
            return "无 none";
        }
        String uncertainty = place.uncertaintyM() == null ? "" : "，误差 ± %.0f m".formatted(place.uncertaintyM());
        return "%.6f, %.6f (WGS-84; 登记坐标系 declared in %s)%s"
                .formatted(
                        place.position().longitude(),
                        place.position().latitude(),
                        place.position().declaredCrs(),
                        uncertainty);
    }

    private static String grid(CasePlace.Grid grid) {
        return grid == null ? "无 none" : grid.code() + " (v" + grid.version() + ")";
    }

    private void times() throws IOException {
        paper.heading("时间 Times");
        List<Fact> facts = new ArrayList<>(List.of(
                new Fact("首次看到 First seen", time(summary.firstSeenAt())),
                new Fact("达到时限 Threshold", time(summary.thresholdAt())),
                new Fact("上报 Raised", time(summary.raisedAt())),
                new Fact("入库 Filed", time(summary.filedAt())),
                new Fact("不再看到 Cleared", summary.clearedAt() == null ? "无 no" : time(summary.clearedAt())),
                new Fact(
                        "持续 Dwell",
                        "在场 present %s，其中看到 observed %s，最长间断 longest gap %s"
                                .formatted(
                                        duration(summary.presentMs()),
                                        duration(summary.observedMs()),
                                        duration(summary.longestGapMs())))));
        facts.addAll(manifest.clock());
        paper.facts(facts);
        paper.note("时间为画面到达本系统的时刻，北京时间；媒体时间轴决定停留时长。Times are when pictures arrived here, UTC+8; "
                + "the dwell is counted on the camera's own timeline.");
    }

    private void history() throws IOException {
        paper.heading("经过 History");
        paper.table(
                List.of(
                        new Column("时间 When", 0.2),
                        new Column("谁 Who", 0.17),
                        new Column("步骤 Step", 0.23),
                        new Column("说明 Why", 0.4)),
                detail.history().stream()
                        .map(entry -> List.of(time(entry.at()), entry.actor(), step(entry), entry.why()))
                        .toList());
    }

    private static String step(CaseDetail.Entry entry) {
        return entry.to() == null ? entry.action() : entry.action() + ": " + entry.from() + " → " + entry.to();
    }

    private void pictures(Map<String, byte[]> stills) throws IOException {
        paper.heading("画面 Pictures");
        List<String> names = stills.keySet().stream()
                .filter(name -> name.endsWith("-boxes.jpg"))
                .toList();
        if (names.isEmpty()) {
            paper.paragraph("无 None");
        }
        for (String name : names) {
            picture(stills.get(name), STILLS.getOrDefault(name, "") + "（" + name + "）");
        }
    }

    private void picture(byte[] still, String caption) throws IOException {
        try {
            paper.picture(still, caption);
        } catch (IOException unreadable) {
            paper.note(caption + " 无法读取 cannot be shown: " + unreadable.getMessage());
        }
    }

    /** What cameras saw after the case was handled, before and after one below the other. */
    private void checks(Map<String, byte[]> stills) throws IOException {
        for (CheckPack check : plan.checks()) {
            paper.heading("处置核查 Check after handling");
            paper.facts(CheckFacts.of(check, time(check.check().at())));
            paper.table(
                    List.of(
                            new Column("时间 When", 0.24),
                            new Column("视角 View", 0.14),
                            new Column("所见 Seen", 0.3),
                            new Column("画面 Picture", 0.22),
                            new Column("置信度 Score", 0.1)),
                    check.check().samples().stream()
                            .map(sample -> CheckFacts.row(check, sample, time(sample.at())))
                            .toList());
            String after = check.after()
                    .map(sample -> check.pictureName(sample.shot().number()))
                    .orElse("");
            if (stills.containsKey(after)) {
                if (stills.containsKey(CaseExport.BEFORE)) {
                    picture(stills.get(CaseExport.BEFORE), "处置前 Before（" + CaseExport.BEFORE + "）");
                }
                picture(stills.get(after), "处置后 After（" + after + "）");
            }
        }
    }

    private void proof() throws IOException {
        paper.heading("证明了什么 What is proven, and what is not");
        paper.facts(new ProofFacts(plan).facts());
        paper.note("未证明：码流到达本系统之前发生的事；摄像机自身的时钟与位置；模型判断是否正确（由人审核）。Not proven: what "
                + "happened before the stream reached this system, the camera's own clock and place, and whether the model "
                + "is right, which people judge.");
    }

    private void parts() throws IOException {
        paper.heading("文件清单 Files");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "manifest.json", plan.manifest().length + "", digests("manifest.json", detail.manifestSha256())));
        for (EvidencePart part : detail.parts()) {
            rows.add(List.of(part.name(), part.bytes() + "", digests(part.name(), part.sha256())));
        }
        paper.table(
                List.of(new Column("名称 Name", 0.22), new Column("字节 Bytes", 0.13), new Column("摘要 SHA-256, SM3", 0.65)),
                rows);
    }

    private String digests(String name, String sha256) {
        return manifest.sm3(name)
                .map(sm3 -> "SHA-256 " + sha256 + "\nSM3 " + sm3)
                .orElse("SHA-256 " + sha256);
    }

    private void verifying() throws IOException {
        paper.heading("如何核验 How to verify");
        paper.paragraph("在任何一台计算机上离线运行，无需服务器：On any computer, without a server:");
        paper.paragraph("streetwarden evidence verify " + summary.caseNo() + ".zip --manifest-sha256 "
                + detail.manifestSha256());
        paper.paragraph(
                "加上 --trust（签名者的证书）、--log-key 与 --checkpoint（从别处保存的日志公钥与检查点），结论不再依赖本系统的说法。"
                        + "With --trust, --log-key and --checkpoint, kept from elsewhere, the result does not rest on this system's word.");
    }

    private static String orNone(String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank()).orElse("无 none");
    }

    private static String time(Instant at) {
        return SECOND.format(at) + " +08:00";
    }

    private static String duration(long ms) {
        Duration duration = Duration.ofMillis(ms);
        return "%d:%02d:%02d".formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
