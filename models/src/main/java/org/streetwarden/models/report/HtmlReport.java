package org.streetwarden.models.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.streetwarden.geometry.Box;

/**
 * A page that stands by itself: no script, nothing fetched, its one style sheet named by digest in a content security
 * policy of its own. Every text is escaped. Headings are Chinese first, English behind.
 */
public final class HtmlReport {

    private static final String STYLE = """
            :root{color-scheme:light dark}
            body{font:14px/1.5 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem}
            h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}
            small,.quiet{color:#667}
            table{border-collapse:collapse;margin:.5rem 0;font-variant-numeric:tabular-nums}
            th,td{padding:.2rem .7rem;border-bottom:1px solid #8884;text-align:right}
            th{font-weight:600;vertical-align:bottom}th:first-child,td:first-child,td.words{text-align:left}
            .good{color:#0a7a3d;font-weight:600}.bad{color:#c0262d;font-weight:600}
            @media(prefers-color-scheme:dark){.good{color:#4ccf84}.bad{color:#ff7a7f}}
            .wall{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:1rem}
            figure{margin:0}figure svg{width:100%;height:14rem;background:#8882;display:block}
            figcaption{font-size:.85rem;overflow-wrap:anywhere}
            rect{fill:none;stroke-width:2;vector-effect:non-scaling-stroke}
            text{font-size:12px;paint-order:stroke;stroke:#000;stroke-width:3px;fill:#fff}
            .truth{stroke:#19c37d}.candidate{stroke:#ff5a36}.baseline{stroke:#3b9dff}
            .key b{display:inline-block;width:.9em;height:.9em;margin:0 .3em 0 1em;vertical-align:-.1em;border:2px solid}
            .key .truth{border-color:#19c37d}.key .candidate{border-color:#ff5a36}.key .baseline{border-color:#3b9dff}
            """;

    private final String title;
    private final StringBuilder body = new StringBuilder();

    /** How a table's cell looks. */
    public enum Tone {
        PLAIN,
        WORDS,
        GOOD,
        BAD,
        QUIET
    }

    /** One cell. */
    public record Cell(String text, Tone tone) {
        public static Cell of(Object text) {
            return new Cell(String.valueOf(text), Tone.PLAIN);
        }
    }

    public HtmlReport(String chinese, String english) {
        title = chinese + " · " + english;
        body.append("<h1>").append(escaped(chinese)).append(" <small>").append(escaped(english));
        body.append("</small></h1>\n");
    }

    public HtmlReport heading(String chinese, String english) {
        body.append("<h2>").append(escaped(chinese)).append(" <small>").append(escaped(english));
        body.append("</small></h2>\n");
        return this;
    }

    public HtmlReport text(String text) {
        body.append("<p>").append(escaped(text)).append("</p>\n");
        return this;
    }

    /** A sentence that says how it went. */
    public HtmlReport verdict(boolean good, String text) {
        body.append("<p class=\"").append(good ? "good" : "bad").append("\">");
        body.append(escaped(text)).append("</p>\n");
        return this;
    }

    public HtmlReport table(List<String> head, List<List<Cell>> rows) {
        body.append("<table><thead><tr>");
        head.forEach(h -> body.append("<th>").append(escaped(h)).append("</th>"));
        body.append("</tr></thead><tbody>\n");
        for (List<Cell> row : rows) {
            body.append("<tr>");
            for (Cell cell : row) {
                body.append("<td class=\"").append(cell.tone().name().toLowerCase(Locale.ROOT));
                body.append("\">").append(escaped(cell.text())).append("</td>");
            }
            body.append("</tr>\n");
        }
        body.append("</tbody></table>\n");
        return this;
    }

    /** What the colours of the outlines mean; an owner without words is left out. */
    public HtmlReport key(String truth, String candidate, String baseline) {
        body.append("<p class=\"key\">");
        mark("truth", truth);
        mark("candidate", candidate);
        mark("baseline", baseline);
        body.append("</p>\n");
        return this;
    }

    private void mark(String owner, String words) {
        if (!words.isEmpty()) {
            body.append("<b class=\"").append(owner).append("\"></b>").append(escaped(words));
        }
    }

    public HtmlReport wall(List<Exhibit> exhibits) {
        body.append("<div class=\"wall\">\n");
        exhibits.forEach(this::figure);
        body.append("</div>\n");
        return this;
    }

    private void figure(Exhibit exhibit) {
        int width = exhibit.crop().width();
        int height = exhibit.crop().height();
        body.append("<figure><svg viewBox=\"0 0 %d %d\" role=\"img\"><image width=\"%d\" height=\"%d\" "
                .formatted(width, height, width, height));
        body.append("href=\"data:image/jpeg;base64,");
        body.append(Base64.getEncoder().encodeToString(exhibit.crop().jpeg())).append("\"/>");
        exhibit.outlines().forEach(outline -> outline(outline, exhibit));
        body.append("</svg><figcaption>").append(escaped(exhibit.caption())).append("</figcaption></figure>\n");
    }

    private void outline(Exhibit.Outline outline, Exhibit exhibit) {
        Box part = exhibit.crop().part();
        double x = exhibit.crop().width() / part.width();
        double y = exhibit.crop().height() / part.height();
        Box box = outline.box();
        double left = (box.left() - part.left()) * x;
        double top = (box.top() - part.top()) * y;
        body.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/><text x=\"%.1f\" y=\"%.1f\">%s</text>",
                outline.owner().name().toLowerCase(Locale.ROOT),
                left,
                top,
                box.width() * x,
                box.height() * y,
                Math.clamp(left + 3, 2, exhibit.crop().width() - 30.0),
                Math.clamp(outline.owner() == Exhibit.Owner.BASELINE ? top + box.height() * y - 4 : top + 13, 13, exhibit.crop().height() - 4.0),
                escaped(outline.words())));
    }

    /** The whole page. */
    @Override
    public String toString() {
        return """
                <!DOCTYPE html>
                <html lang="zh-CN"><head><meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'sha256-%s'">
                <meta name="viewport" content="width=device-width">
                <title>%s</title>
                <style>%s</style></head><body>
                %s</body></html>
                """.formatted(digest(STYLE), escaped(title), STYLE, body);
    }

    private static String digest(String style) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
