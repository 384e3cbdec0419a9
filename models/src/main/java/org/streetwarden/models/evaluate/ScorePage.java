package org.streetwarden.models.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.streetwarden.models.report.HtmlReport;
import org.streetwarden.models.report.HtmlReport.Cell;
import org.streetwarden.models.report.HtmlReport.Tone;

/** Scores as a page. */
final class ScorePage {

    private ScorePage() {}

    static String page(List<ModelScore> scores) {
        HtmlReport page = new HtmlReport("模型评测", "Model evaluation");
        page.text("区间为按图片自助抽样的 95 % 区间。 Intervals are 95 %, from drawing pictures anew (bootstrap, seeded).");
        for (ModelScore score : scores) {
            page.heading(score.model().name() + " " + score.model().version(), "sha256 " + score.model().sha256());
            targets(page, score);
            sets(page, score);
            cross(page, score);
        }
        return page.toString();
    }

    private static void targets(HtmlReport page, ModelScore score) {
        List<List<Cell>> rows = score.outcomes().stream()
                .filter(o -> o.target().figure() != Target.Wanted.FALSE || !o.met())
                .map(o -> List.of(
                        new Cell(ScoreText.what(o), Tone.WORDS),
                        Cell.of(o.found()),
                        Cell.of(ScoreText.wanted(o)),
                        new Cell(o.met() ? "达到 met" : "未达到 missed", o.met() ? Tone.GOOD : Tone.BAD)))
                .toList();
        if (!rows.isEmpty()) {
            page.heading("目标", "Targets").table(List.of("指标 figure", "实测 found", "要求 wanted", ""), rows);
        }
    }

    private static void sets(HtmlReport page, ModelScore score) {
        List<List<Cell>> rows = new ArrayList<>();
        for (SetScore set : score.sets()) {
            for (ClassScore c : set.classes()) {
                if (c.labelled()) {
                    rows.add(List.of(
                            new Cell(ScoreText.title(set), Tone.WORDS),
                            new Cell(c.label() + (c.experimental() ? " *" : ""), Tone.WORDS),
                            Cell.of(set.pictures()),
                            Cell.of(c.truths()),
                            Cell.of(c.ap50()),
                            Cell.of(String.format(Locale.ROOT, "%.2f", c.threshold())),
                            Cell.of(c.precision()),
                            Cell.of(c.recall())));
                }
            }
        }
        page.heading("逐集逐类", "By set and class")
                .table(
                        List.of(
                                "数据集 set",
                                "类别 class",
                                "图片 pictures",
                                "目标数 objects",
                                "AP50",
                                "阈值 threshold",
                                "精确率 precision",
                                "召回率 recall"),
                        rows);
        score.whole().stream()
                .filter(set -> set.auroc().known())
                .forEach(set -> page.text(set.set() + ": 报警判别 alarm against none, AUROC " + set.auroc()));
    }

    private static void cross(HtmlReport page, ModelScore score) {
        List<String> head = new ArrayList<>(List.of("数据集 set"));
        head.addAll(score.labels());
        List<List<Cell>> rows = new ArrayList<>();
        for (SetScore set : score.whole()) {
            List<Cell> row = new ArrayList<>(List.of(new Cell(set.set(), Tone.WORDS)));
            for (ClassScore c : set.classes()) {
                boolean bad = score.tooManyFalse(set.set(), c.label());
                row.add(
                        c.freePictures() == 0
                                ? new Cell("–", Tone.QUIET)
                                : new Cell(
                                        "%s / %d".formatted(c.falsePerFree(), c.freePictures()),
                                        bad ? Tone.BAD : Tone.PLAIN));
            }
            rows.add(row);
        }
        page.heading("已知不含该类的图片上每张误检数", "False boxes per picture known to hold no such thing / pictures")
                .table(head, rows);
        page.text("* 实验性类别 experimental; – 未知 nothing is known.");
    }
}
