package org.streetwarden.api.insight;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.streetwarden.api.insight.Insight.Trend;
import org.streetwarden.api.insight.Insight.Week;
import org.streetwarden.api.paper.Chart;
import org.streetwarden.api.paper.Column;
import org.streetwarden.api.paper.Fact;
import org.streetwarden.api.paper.Paper;

/**
 * A week for people to read, beside the eight before it.
 *
 * @param insight whose newest week is this one
 * @param closed whether its numbers stay as they are
 * @param afterwards cases of the week that were filed after the report's moment, and are not in it
 */
public record WeeklyReport(ReportWeek week, Insight insight, boolean closed, int afterwards) {

    /** The week and those it is held against. */
    static final int WEEKS = 9;

    private static final Map<String, String> KINDS = Map.of(
            "vending", "占道经营 vending",
            "bin-overflow", "垃圾箱满溢 bin overflow",
            "dumping", "乱倒垃圾 dumping",
            "green-parking", "占压绿化带 green parking");
    private static final List<Column> TRENDS =
            List.of(new Column("名称 Name", 0.4), new Column("本周 Week", 0.2), new Column("平常 Usual", 0.4));
    private static final List<Column> PRECISION = List.of(
            new Column("类别 Kind", 0.4),
            new Column("属实/已审核 Confirmed/judged", 0.3),
            new Column("准确率及 95% 区间 Precision, 95 % interval", 0.3));

    /** The week's own figures. */
    public Week newest() {
        return insight.weeks().getLast();
    }

    public String title() {
        return "城市管理视频研判周报 Weekly report " + week.text();
    }

    /** Until when it counts, and what it leaves out. */
    public String basis() {
        return String.format(
                Locale.ROOT,
                "%s 至 %s（不含）；统计截至 %s%s。其中 %d 件在周末之后入库；另有 %d 件在截止之后入库，未计入。"
                        + " Counted up to that moment%s; %d of the cases were filed after the week, %d after that moment and are left out.",
                week.monday(),
                week.monday().plusDays(7),
                insight.span().asOf().atZone(ReportWeek.CHINA).toLocalDateTime(),
                closed ? "" : "（未定稿）",
                newest().late(),
                afterwards,
                closed ? "" : " (not final)",
                newest().late(),
                afterwards);
    }

    /** Name and value. */
    public List<Fact> facts() {
        Week now = newest();
        return List.of(
                new Fact("案件 Cases", Integer.toString(now.cases())),
                new Fact("审核不通过 Rejected", Integer.toString(now.rejected())),
                new Fact("上报 Handed over", Integer.toString(now.pushed())),
                new Fact("立案率 Registered", rate(now.registered(), now.pushed())),
                new Fact("结案率 Closed", rate(now.closed(), now.registered())),
                new Fact("覆盖 Coverage", Double.isNaN(now.coverage()) ? "–" : percent(now.coverage())));
    }

    private static String rate(int part, int whole) {
        return whole == 0 ? "–" : "%s (%d/%d)".formatted(percent((double) part / whole), part, whole);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", share * 100);
    }

    /** One sentence each. */
    public List<String> warnings() {
        return insight.warnings().stream()
                .map(each -> "%s: %s"
                        .formatted(
                                name(each.trend().name()),
                                each.trend().band().why(each.trend().newest())))
                .toList();
    }

    private static String name(String kindOrGrid) {
        return KINDS.getOrDefault(kindOrGrid, kindOrGrid);
    }

    Chart weeksChart() {
        return new Chart(
                Chart.Shape.BARS,
                "每周案件 Cases by week",
                insight.weeks().stream().map(each -> day(each.number())).toList(),
                List.of(
                        new Chart.Series(
                                "案件 cases",
                                insight.weeks().stream()
                                        .map(each -> (double) each.cases())
                                        .toList()),
                        new Chart.Series(
                                "立案 registered",
                                insight.weeks().stream()
                                        .map(each -> (double) each.registered())
                                        .toList())));
    }

    private String day(int number) {
        return insight.span()
                .start(number)
                .atZone(ReportWeek.CHINA)
                .toLocalDate()
                .toString()
                .substring(5);
    }

    Chart hoursChart() {
        return new Chart(
                Chart.Shape.BARS,
                "九周时段 Hours of the day, nine weeks",
                IntStream.range(0, insight.hours().size())
                        .mapToObj(Integer::toString)
                        .toList(),
                List.of(new Chart.Series(
                        "案件 cases",
                        insight.hours().stream().map(Integer::doubleValue).toList())));
    }

    static List<List<String>> rows(List<Trend> trends) {
        return trends.stream()
                .map(each -> List.of(
                        name(each.name()),
                        Integer.toString(each.newest()),
                        each.band() == null
                                ? "–"
                                : each.band().low() + "–" + each.band().high()))
                .toList();
    }

    List<List<String>> precision() {
        return insight.kindPrecision().stream()
                .map(each -> List.of(
                        name(each.kind()),
                        each.confirmed().count() + "/" + each.confirmed().of(),
                        each.confirmed().of() == 0
                                ? "–"
                                : "%s (%s–%s)"
                                        .formatted(
                                                percent(each.confirmed().value()),
                                                percent(each.confirmed().low()),
                                                percent(each.confirmed().high()))))
                .toList();
    }

    static List<Column> trendColumns() {
        return TRENDS;
    }

    static List<Column> precisionColumns() {
        return PRECISION;
    }

    /** How the band is made, for the foot of the page. */
    static String method() {
        return "平常范围为前八周件数的负二项预测分布（均值未知的泊松计数）0.1% 至 99.9% 分位。Usual: 0.1 % to 99.9 % quantile of the"
                + " predictive distribution of Poisson counts with unknown mean (negative binomial), from the eight weeks before.";
    }

    /** As pages of A4. */
    public void writePdf(OutputStream out, Instant made) throws IOException {
        try (Paper paper = Paper.open(title(), made)) {
            paper.title(title());
            paper.paragraph(basis());
            paper.facts(facts());
            paper.chart(weeksChart());
            paper.heading("预警 Early warning");
            if (insight.warnings().isEmpty()) {
                paper.paragraph("没有。None.");
            }
            for (String warning : warnings()) {
                paper.paragraph(warning);
            }
            paper.heading("类别 Kinds");
            paper.table(TRENDS, rows(insight.kinds()));
            paper.heading("网格 Grids");
            paper.table(TRENDS, rows(insight.places()));
            paper.chart(hoursChart());
            paper.heading("审核准确率 Precision at review, nine weeks");
            paper.table(PRECISION, precision());
            paper.note(method());
            paper.writeTo(out);
        }
    }
}
