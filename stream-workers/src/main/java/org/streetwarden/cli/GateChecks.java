package org.streetwarden.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.streetwarden.cli.Trial.KindCount;
import org.streetwarden.cli.Trial.LabelCount;
import org.streetwarden.config.GateLimits;
import org.streetwarden.zone.Kind;

/** Holds a candidate's trial against its predecessor's and the limits. */
final class GateChecks {

    private static final double ROUNDING = 1e-9;

    private final GateLimits limits;
    private final Trial candidate;
    private final Trial baseline;
    private final String suffix;
    private final List<GateCheck> checks = new ArrayList<>();

    /**
     * @param baseline null where there is none
     * @param suffix behind every check's name, to tell several golden sets apart
     */
    GateChecks(GateLimits limits, Trial candidate, Trial baseline, String suffix) {
        this.limits = limits;
        this.candidate = candidate;
        this.baseline = baseline;
        this.suffix = suffix;
    }

    List<GateCheck> all() {
        for (String label : candidate.labels()) {
            LabelCount other = baseline == null ? null : baseline.count(label);
            label(label, candidate.count(label), other);
        }
        Map<Kind, KindCount> others = baseline == null ? Map.of() : baseline.kinds();
        candidate.kinds().forEach((kind, count) -> kind(kind, count, others.get(kind)));
        return checks;
    }

    private void label(String label, LabelCount now, LabelCount before) {
        if (now.truths() > 0) {
            Double was = before == null ? null : before.recall();
            double least = Math.max(
                    was == null ? 0 : was - limits.recallDrop() - ROUNDING,
                    limits.leastRecall().orElse(was == null ? GateLimits.LEAST_RECALL : 0.0));
            checks.add(GateCheck.least(
                    "recall " + label + suffix,
                    "share",
                    was,
                    now.recall(),
                    least,
                    "found %d of %d%s"
                            .formatted(
                                    now.found(),
                                    now.truths(),
                                    before == null ? "" : ", the other %d".formatted(before.found()))));
        }
        if (now.pictures() == 0) {
            return;
        }
        Double was = before == null ? null : before.falsePerPicture();
        double most = Math.min(
                was == null ? Double.MAX_VALUE : was + limits.falseRise() + ROUNDING,
                limits.mostFalse().orElse(was == null ? GateLimits.MOST_FALSE : Double.MAX_VALUE));
        checks.add(GateCheck.most(
                "false boxes " + label + suffix,
                "per picture",
                was,
                now.falsePerPicture(),
                most,
                "%d boxes on nothing in %d pictures%s"
                        .formatted(
                                now.wrong(),
                                now.pictures(),
                                before == null ? "" : ", the other %d".formatted(before.wrong()))));
    }

    private void kind(Kind kind, KindCount now, KindCount before) {
        if (now.expected() > 0) {
            checks.add(GateCheck.most(
                    "missed incidents " + kind.id() + suffix,
                    "incidents",
                    before == null ? null : (double) before.missed(),
                    now.missed(),
                    limits.moreMissed() + (before == null ? 0 : before.missed()),
                    "%d of %d expected incidents were not raised".formatted(now.missed(), now.expected())));
        }
        checks.add(GateCheck.most(
                "false raises " + kind.id() + suffix,
                "incidents",
                before == null ? null : (double) before.wrong(),
                now.wrong(),
                limits.moreFalseRaises() + (before == null ? 0 : before.wrong()),
                "%d raised that nobody expects".formatted(now.wrong())));
    }

    /** CPU time for a look, over all golden sets together, by the strictest of their budgets. */
    static List<GateCheck> latency(List<GateLimits> limits, Contender candidate, Contender baseline, String suffix) {
        List<GateCheck> checks = new ArrayList<>();
        checks.add(GateCheck.least(
                "looks" + suffix,
                "looks",
                null,
                candidate.looks(),
                1,
                "golden clips and pictures were there to look at"));
        double now = candidate.cpuMs();
        Double was = baseline == null ? null : baseline.cpuMs();
        checks.add(GateCheck.most(
                "latency" + suffix,
                "CPU-ms per look",
                was,
                now,
                limits.stream().mapToDouble(GateLimits::latencyMs).min().orElseThrow(),
                "the middle of %d looks".formatted(candidate.looks())));
        if (was != null && was > 0) {
            checks.add(GateCheck.most(
                    "latency ratio" + suffix,
                    "times the other's",
                    1.0,
                    now / was,
                    limits.stream().mapToDouble(GateLimits::latencyRatio).min().orElseThrow(),
                    String.format(Locale.ROOT, "%.1f against %.1f CPU-ms, look by look in turns", now, was)));
        }
        return checks;
    }
}
