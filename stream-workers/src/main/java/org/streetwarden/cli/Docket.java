package org.streetwarden.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.streetwarden.cli.Analysis.Found;
import org.streetwarden.cli.Analysis.Refused;
import org.streetwarden.config.WorkerConfig.VerifierConfig;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Verification;
import org.streetwarden.detect.Verifier;
import org.streetwarden.evidence.Raise;
import org.streetwarden.evidence.SecondLook;
import org.streetwarden.incident.CameraJudge;
import org.streetwarden.incident.Incident;
import org.streetwarden.incident.Verdict;
import org.streetwarden.pipeline.CameraDesk;
import org.streetwarden.pipeline.PipelineMetrics;

/**
 * What became of a file's incidents: raised, and where a second look refuses them, taken back as a worker takes them back.
 * One thread.
 */
final class Docket {

    private final List<Found> incidents = new ArrayList<>();
    private final List<Refused> refused;
    private final SecondLook secondLook;
    private CameraDesk desk;

    /** @param verifier borrowed; null: nobody looks again */
    Docket(Verifier verifier) {
        refused = verifier == null ? null : new ArrayList<>();
        secondLook = verifier == null ? null : new SecondLook(verifier, this::refuse);
    }

    /** For whoever files what this docket's desk raises; null: nobody looks again. */
    SecondLook secondLook() {
        return secondLook;
    }

    /** Opens the desk, once: what it raises is looked at again at once, and filed nowhere. */
    CameraDesk desk(String cameraName, CameraJudge judge) {
        return desk(cameraName, judge, raise -> {
            if (secondLook != null) {
                secondLook.at(raise);
            }
        });
    }

    /**
     * Opens the desk, once.
     *
     * @param filing takes what it raises to the second look
     */
    CameraDesk desk(String cameraName, CameraJudge judge, Consumer<Raise> filing) {
        desk = new CameraDesk(
                cameraName,
                judge,
                new CameraDesk.Outcome() {
                    @Override
                    public void raised(Raise raise) {
                        incidents.add(found(raise.incident()));
                        filing.accept(raise);
                    }

                    @Override
                    public void cleared(Verdict.Cleared cleared) {
                        // The file ends; nobody waits for clearings.
                    }
                },
                new PipelineMetrics(new SimpleMeterRegistry()));
        return desk;
    }

    private void refuse(Incident incident, Verification verification) {
        desk.refuse(incident.id(), VerifierConfig.ASK_AGAIN);
        for (Iterator<Found> each = incidents.iterator(); each.hasNext(); ) {
            Found found = each.next();
            if (found.id().equals(incident.id())) {
                each.remove();
                refused.add(new Refused(found, verification.score()));
            }
        }
    }

    private static Found found(Incident incident) {
        Detection subject = incident.raised().subject();
        return new Found(
                incident.id(),
                incident.kind().id(),
                incident.zoneId(),
                subject.label(),
                subject.score(),
                incident.first().ptsUs(),
                incident.threshold().ptsUs(),
                incident.raised().ptsUs(),
                Analyst.edges(subject.box()),
                incident.why());
    }

    /** Those that stand, in the order they were raised. */
    List<Found> incidents() {
        return incidents;
    }

    /** Those that do not; null where nobody looked again. */
    List<Refused> refused() {
        return refused;
    }
}
