package org.streetwarden.api.insight;

import java.util.List;
import java.util.Locale;
import org.streetwarden.api.paper.Chart;
import org.streetwarden.api.paper.Column;
import org.streetwarden.api.paper.Fact;

/** A weekly report as one HTML page without script; looks come from the console's style sheet. */
public final class ReportPage {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 150;

    private final StringBuilder html = new StringBuilder();

    private ReportPage() {}

    public static String of(WeeklyReport report) {
        return new ReportPage().write(report);
    }

    private String write(WeeklyReport report) {
        html.append("<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
                .append(escaped(report.title()))
                .append("</title><link rel=\"stylesheet\" href=\"/assets/style.css\"></head>")
                .append("<body><main class=\"page report insight\"><h1>")
                .append(escaped(report.title()))
                .append("</h1>");
        paragraph(report.basis());
        html.append("<dl class=\"figures panel\">");
        for (Fact fact : report.facts()) {
            html.append("<div><dt>")
                    .append(escaped(fact.name()))
                    .append("</dt><dd>")
                    .append(escaped(fact.value()))
                    .append("</dd></div>");
        }
        html.append("</dl>");
        chart(report.weeksChart());
        heading("预警 Early warning");
        if (report.warnings().isEmpty()) {
            paragraph("没有。None.");
        }
        report.warnings().forEach(this::paragraph);
        heading("类别 Kinds");
        table(WeeklyReport.trendColumns(), WeeklyReport.rows(report.insight().kinds()));
        heading("网格 Grids");
        table(WeeklyReport.trendColumns(), WeeklyReport.rows(report.insight().places()));
        chart(report.hoursChart());
        heading("审核准确率 Precision at review, nine weeks");
        table(WeeklyReport.precisionColumns(), report.precision());
        html.append("<p class=\"quiet\">")
                .append(escaped(WeeklyReport.method()))
                .append("</p></main></body></html>");
        return html.toString();
    }

    private void heading(String text) {
        html.append("<h2>").append(escaped(text)).append("</h2>");
    }

    private void paragraph(String text) {
        html.append("<p>").append(escaped(text)).append("</p>");
    }

    private void table(List<Column> columns, List<List<String>> rows) {
        html.append("<div class=\"table-wrap panel\"><table><thead><tr>");
        columns.forEach(column ->
                html.append("<th scope=\"col\">").append(escaped(column.head())).append("</th>"));
        html.append("</tr></thead><tbody>");
        for (List<String> row : rows) {
            html.append("<tr>");
            row.forEach(cell -> html.append("<td>").append(escaped(cell)).append("</td>"));
            html.append("</tr>");
        }
        html.append("</tbody></table></div>");
    }

    /** Bars of the first series; each says its value. */
    private void chart(Chart chart) {
        List<Double> values = chart.series().getFirst().values();
        double most = Math.max(
                1, values.stream().mapToDouble(Double::doubleValue).max().orElse(1));
        double slot = (double) WIDTH / values.size();
        html.append("<figure class=\"chart panel\"><figcaption>")
                .append(escaped(chart.title()))
                .append(
                        "</figcaption><svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\""
                                .formatted(WIDTH, HEIGHT))
                .append(escaped(chart.title()))
                .append("\">");
        for (int i = 0; i < values.size(); i++) {
            double height = (HEIGHT - 8) * values.get(i) / most;
            html.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"window\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s: %.0f</title></rect>",
                    i * slot + 2,
                    HEIGHT - height,
                    slot - 4,
                    height,
                    escaped(chart.labels().get(i)),
                    values.get(i)));
        }
        html.append("</svg><div class=\"chart-foot\"><span>")
                .append(escaped(chart.labels().getFirst()))
                .append("</span><span>0–")
                .append(Math.round(most))
                .append("</span><span>")
                .append(escaped(chart.labels().getLast()))
                .append("</span></div></figure>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
