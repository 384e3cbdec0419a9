package org.streetwarden.models.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.models.evaluate.Comparison.Both;
import org.streetwarden.models.evaluate.Comparison.Disagreement;
import org.streetwarden.models.evaluate.Comparison.Row;
import org.streetwarden.models.evaluate.Comparison.Sort;
import org.streetwarden.models.pixels.PictureCrop;
import org.streetwarden.models.pixels.PictureFrame;
import org.streetwarden.models.report.Exhibit;
import org.streetwarden.models.report.Exhibit.Outline;
import org.streetwarden.models.report.Exhibit.Owner;
import org.streetwarden.models.report.HtmlReport;
import org.streetwarden.models.report.HtmlReport.Cell;
import org.streetwarden.models.report.HtmlReport.Tone;

/** Two models side by side, as a page. */
final class ComparisonPage {

    private static final int MOST_EACH = 12;

    private ComparisonPage() {}

    static String of(ModelIdentity first, ModelIdentity second, Comparison comparison) throws IOException {
        HtmlReport page = new HtmlReport("模型对比", "Models compared");
        page.text("A: %s %s, sha256 %s".formatted(first.name(), first.version(), first.sha256()));
        page.text("B: %s %s, sha256 %s".formatted(second.name(), second.version(), second.sha256()));
        page.text("差值 = B − A，括号内为按图片成对自助抽样的 95 % 区间；区间不含 0 者标色。"
                + " Difference B − A with its 95 % interval by paired bootstrap over pictures; coloured where it is beyond"
                + " noise.");
        figure(page, comparison, "AP50", "AP50", Row::ap50, true);
        figure(page, comparison, "召回率", "Recall at the thresholds", Row::recall, true);
        figure(page, comparison, "精确率", "Precision at the thresholds", Row::precision, true);
        figure(page, comparison, "每张误检", "False boxes per picture", Row::wrong, false);
        page.key("真值 what is there", "B", "A");
        wall(page, comparison, "仅 A 检出", "Only A finds it", Sort.ONLY_FIRST_FINDS);
        wall(page, comparison, "仅 B 检出", "Only B finds it", Sort.ONLY_SECOND_FINDS);
        wall(page, comparison, "仅 A 误检", "Only A sees something there", Sort.ONLY_FIRST_IS_WRONG);
        wall(page, comparison, "仅 B 误检", "Only B sees something there", Sort.ONLY_SECOND_IS_WRONG);
        return page.toString();
    }

    private static void figure(
            HtmlReport page,
            Comparison comparison,
            String chinese,
            String english,
            Function<Row, Both> which,
            boolean moreIsBetter) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Row row : comparison.rows()) {
            Both both = which.apply(row);
            rows.add(List.of(
                    new Cell(row.group(), Tone.WORDS),
                    new Cell(row.label(), Tone.WORDS),
                    Cell.of(row.pictures()),
                    Cell.of(row.truths()),
                    Cell.of(both.first()),
                    Cell.of(both.second()),
                    new Cell(both.difference().toString(), tone(both, moreIsBetter))));
        }
        page.heading(chinese, english)
                .table(
                        List.of(
                                "分组 group",
                                "类别 class",
                                "图片 pictures",
                                "目标数 objects",
                                "A",
                                "B",
                                "差值 difference"),
                        rows);
    }

    private static Tone tone(Both both, boolean moreIsBetter) {
        if (!both.difference().beyondNoise()) {
            return Tone.PLAIN;
        }
        return both.difference().value() > 0 == moreIsBetter ? Tone.GOOD : Tone.BAD;
    }

    private static void wall(HtmlReport page, Comparison comparison, String chinese, String english, Sort sort)
            throws IOException {
        List<Exhibit> exhibits = new ArrayList<>();
        for (Disagreement each : comparison.worst(sort, MOST_EACH)) {
            exhibits.add(exhibit(each));
        }
        if (!exhibits.isEmpty()) {
            page.heading(chinese, english).wall(exhibits);
        }
    }

    private static Exhibit exhibit(Disagreement each) throws IOException {
        boolean first = each.sort() == Sort.ONLY_FIRST_FINDS || each.sort() == Sort.ONLY_FIRST_IS_WRONG;
        boolean finds = each.sort() == Sort.ONLY_FIRST_FINDS || each.sort() == Sort.ONLY_SECOND_FINDS;
        Owner owner = first ? Owner.BASELINE : Owner.CANDIDATE;
        String words = String.format(Locale.ROOT, "%s %.2f", each.label(), each.score());
        try (PictureFrame frame = PictureFrame.read(each.picture().file())) {
            return new Exhibit(
                    PictureCrop.around(frame, each.box()),
                    List.of(new Outline(each.box(), finds ? Owner.TRUTH : owner, words)),
                    "%s · %s %s".formatted(each.picture().name(), first ? "A" : "B", words));
        }
    }
}
