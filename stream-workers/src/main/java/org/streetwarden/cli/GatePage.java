package org.streetwarden.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.models.report.Exhibit;
import org.streetwarden.models.report.HtmlReport;
import org.streetwarden.models.report.HtmlReport.Cell;
import org.streetwarden.models.report.HtmlReport.Tone;

/** A gate's report as a page: the numbers, and the places where the candidate was wrong. */
final class GatePage {

    private GatePage() {}

    static String of(GateReport report, List<Gate.Pair> pairs) throws IOException, StreamFailure {
        HtmlReport page = new HtmlReport("模型准入", "Model gate");
        String refused = String.join(
                "；",
                report.checks().stream()
                        .filter(check -> !check.passed())
                        .map(check -> check.name() + ": " + check.why())
                        .toList());
        page.verdict(report.passed(), report.passed() ? "准入 passed" : "拒绝 refused – " + refused);
        page.text("候选 candidate: " + words(report.candidate()));
        page.text("对照 baseline: " + (report.baseline() == null ? "无 none" : words(report.baseline())));
        if (report.verifier() != null) {
            page.text("复核模型 verifier: " + words(report.verifier()));
        }
        page.text("基准集 golden set: %s, sha256 %s; %s"
                .formatted(report.golden().name(), report.golden().sha256(), report.at()));
        page.heading("检查项", "Checks")
                .table(
                        List.of(
                                "检查 check",
                                "单位 unit",
                                "对照 baseline",
                                "候选 candidate",
                                "界限 limit",
                                "结果 outcome",
                                "说明 why"),
                        report.checks().stream().map(GatePage::row).toList());
        exhibits(page, pairs);
        return page.toString();
    }

    private static String words(GateReport.Model model) {
        return "%s %s, sha256 %s".formatted(model.name(), model.version(), model.sha256());
    }

    private static List<Cell> row(GateCheck check) {
        return List.of(
                new Cell(check.name(), Tone.WORDS),
                new Cell(check.unit(), Tone.QUIET),
                Cell.of(check.baseline() == null ? "–" : number(check.baseline())),
                Cell.of(number(check.candidate())),
                Cell.of(number(check.limit())),
                new Cell(check.passed() ? "通过 passed" : "未过 refused", check.passed() ? Tone.GOOD : Tone.BAD),
                new Cell(check.why(), Tone.WORDS));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) && value < 1e6 ? "%.0f" : "%.3f", value);
    }

    private static void exhibits(HtmlReport page, List<Gate.Pair> pairs) throws IOException, StreamFailure {
        List<Exhibit> incidents = new ArrayList<>();
        List<Exhibit> missed = new ArrayList<>();
        List<Exhibit> wrong = new ArrayList<>();
        for (Gate.Pair pair : pairs) {
            GateExhibits exhibits = new GateExhibits(pair);
            incidents.addAll(exhibits.incidents());
            missed.addAll(exhibits.missed());
            wrong.addAll(exhibits.wrong());
        }
        if (!incidents.isEmpty() || !missed.isEmpty() || !wrong.isEmpty()) {
            page.key("真值 what is there", "候选 candidate", "");
        }
        section(page, "事件漏报与误报", "Incidents missed and raised for nothing", incidents);
        section(page, "漏检", "Things not found", missed);
        section(page, "误检", "Boxes on nothing", wrong);
    }

    private static void section(HtmlReport page, String chinese, String english, List<Exhibit> exhibits) {
        if (!exhibits.isEmpty()) {
            page.heading(chinese, english).wall(exhibits);
        }
    }
}
