package org.streetwarden.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.streetwarden.config.ConfigProblems;
import org.streetwarden.config.GateLimits;
import org.streetwarden.config.GoldenFile;
import org.streetwarden.config.GoldenSet;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.Verifier;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ManifestReader;
import org.streetwarden.models.ModelManifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code streetwarden model gate}. */
@Command(
        name = "gate",
        mixinStandardHelpOptions = true,
        description = {
            "Decides whether a model may look at streets: golden clips and pictures with known answers are replayed, to it"
                    + " and to the model it is to replace.",
            "Refuses where recall falls, boxes on nothing or false raises rise, incidents are missed, or a look costs too"
                    + " much. Every variant in the package has to pass. Writes gate.json and gate.html. Repeatable, but for the"
                    + " times."
        },
        footer = {"", "Exit codes: 0 passed, 1 refused, 2 wrong usage, golden set or baseline."})
final class GateCommand implements Callable<Integer> {

    static final int REFUSED = 1;
    static final int UNUSABLE = 2;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CANDIDATE", description = "Package folder of the model that asks to pass.")
    private Path candidate;

    @Option(
            names = "--against",
            paramLabel = "DIR",
            description = "Package folder of the model it is to replace; without one only the absolute limits hold.")
    private Path against;

    @Option(
            names = "--golden",
            paramLabel = "DIR",
            description = "Folder with golden.yaml; several may be given. Default: the shipped one.")
    private List<Path> golden = List.of();

    @Option(
            names = "--limits",
            paramLabel = "FILE",
            description = "YAML with limits: that win over the golden sets' own.")
    private Path limits;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the reports are written.")
    private Path out;

    @Option(
            names = "--threads",
            defaultValue = "1",
            description = "Pictures judged side by side, 1 to 64; default: ${DEFAULT-VALUE}. Clips take one.")
    private int threads;

    @Mixin
    private VerifierOption verifierOption;

    @Override
    public Integer call() throws InterruptedException {
        if (threads < 1 || threads > 64) {
            throw new ParameterException(spec.commandLine(), "--threads: expected 1 to 64, found " + threads);
        }
        PrintWriter err = spec.commandLine().getErr();
        try {
            Files.createDirectories(out);
            List<GoldenSet> sets = new ArrayList<>();
            for (Path each : golden.isEmpty() ? List.of(shipped()) : golden) {
                sets.add(GoldenFile.read(each, limits));
            }
            GateReport report = judge(sets, GoldenDigest.of(sets));
            say(report);
            return report.passed() ? 0 : REFUSED;
        } catch (ConfigProblems problems) {
            problems.problems().forEach(err::println);
        } catch (Gate.BaselineFailure
                | DetectorFailure
                | StreamFailure
                | IOException
                | IllegalArgumentException failure) {
            err.println("gate: " + failure.getMessage());
        }
        return UNUSABLE;
    }

    private static Path shipped() {
        return Path.of(System.getProperty("streetwarden.root", "."), "models", "golden");
    }

    private GateReport judge(List<GoldenSet> sets, GateReport.Golden named)
            throws Gate.BaselineFailure, DetectorFailure, StreamFailure, IOException, InterruptedException {
        try (Verifier verifier = verifierOption.open();
                Contender baseline = baseline(verifier)) {
            GateReport.Model other = baseline == null
                    ? null
                    : GateReport.Model.of(baseline.pack().identity());
            try (Contender asking = Contender.open(candidate, "", verifier)) {
                GateReport.Model model = GateReport.Model.of(asking.pack().identity());
                try {
                    return compared(asking, baseline, sets, named);
                } catch (DetectorFailure failure) {
                    return refused(model, other, named, "runs", failure);
                }
            } catch (DetectorFailure failure) {
                return refused(unread(), other, named, "opens", failure);
            }
        }
    }

    private Contender baseline(Verifier verifier) throws Gate.BaselineFailure {
        try {
            return against == null ? null : Contender.open(against, "", verifier);
        } catch (DetectorFailure failure) {
            throw new Gate.BaselineFailure(failure);
        }
    }

    private GateReport compared(Contender asking, Contender baseline, List<GoldenSet> sets, GateReport.Golden named)
            throws Gate.BaselineFailure, StreamFailure, IOException, DetectorFailure, InterruptedException {
        Set<String> variants = asking.pack().manifest().variants().keySet();
        GateProgress progress = new GateProgress(spec.commandLine().getErr(), sets, 1 + variants.size());
        List<Gate.Pair> pairs = new ArrayList<>();
        List<GateCheck> checks = new ArrayList<>(checks(asking, baseline, sets, "", progress, pairs));
        for (String variant : variants) {
            try (Contender other = asking.as(variant)) {
                checks.addAll(checks(other, baseline, sets, " as " + variant, progress, pairs));
            }
        }
        progress.end();
        GateReport report = GateReport.of(
                GateReport.Model.of(asking.pack().identity()),
                baseline == null ? null : GateReport.Model.of(baseline.pack().identity()),
                asking.verifier().map(GateReport.Model::of).orElse(null),
                named,
                Clock.systemUTC().instant(),
                checks);
        write(report, pairs);
        return report;
    }

    /**
     * Every check of one file of the candidate.
     *
     * @param suffix behind every check's name
     * @param pairs receives what both did on each golden set
     */
    private List<GateCheck> checks(
            Contender asking,
            Contender baseline,
            List<GoldenSet> sets,
            String suffix,
            GateProgress progress,
            List<Gate.Pair> pairs)
            throws Gate.BaselineFailure, StreamFailure, IOException, DetectorFailure, InterruptedException {
        Gate gate = new Gate(asking, baseline, threads, progress);
        List<GateCheck> checks = new ArrayList<>();
        for (GoldenSet set : sets) {
            Gate.Pair pair = gate.run(set);
            pairs.add(pair);
            String named = suffix + (sets.size() == 1 ? "" : " (" + set.name() + ")");
            checks.addAll(new GateChecks(set.limits(), pair.candidate(), pair.baseline(), named).all());
        }
        List<GateLimits> budgets = sets.stream().map(GoldenSet::limits).toList();
        checks.addAll(GateChecks.latency(budgets, asking, baseline, suffix));
        return checks;
    }

    private GateReport refused(
            GateReport.Model model, GateReport.Model other, GateReport.Golden named, String name, DetectorFailure why)
            throws IOException, StreamFailure {
        GateReport report = GateReport.of(
                model,
                other,
                null,
                named,
                Clock.systemUTC().instant(),
                List.of(GateCheck.broken(name, String.valueOf(why.getMessage()))));
        write(report, List.of());
        return report;
    }

    /** What a package that can't be opened says of itself. */
    private GateReport.Model unread() {
        try {
            ModelManifest manifest = ManifestReader.read(candidate);
            return new GateReport.Model(manifest.name(), manifest.version(), "");
        } catch (BrokenPackage broken) {
            return new GateReport.Model(String.valueOf(candidate.getFileName()), "", "");
        }
    }

    private void write(GateReport report, List<Gate.Pair> pairs) throws IOException, StreamFailure {
        Files.writeString(out.resolve("gate.json"), report.json());
        Files.writeString(out.resolve("gate.html"), GatePage.of(report, pairs));
    }

    private void say(GateReport report) {
        PrintWriter to = spec.commandLine().getOut();
        for (GateCheck check : report.checks()) {
            if (!check.passed()) {
                to.printf("refused  %s: %s; limit %s%n", check.name(), check.why(), check.limit());
            }
        }
        to.printf(
                "%s %s %s: %d of %d checks passed; %s%n",
                report.passed() ? "passed" : "refused",
                report.candidate().name(),
                report.candidate().version(),
                report.checks().stream().filter(GateCheck::passed).count(),
                report.checks().size(),
                out.resolve("gate.html"));
        to.flush();
    }
}
