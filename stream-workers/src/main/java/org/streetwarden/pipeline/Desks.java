package org.streetwarden.pipeline;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.config.WorkerConfig;
import org.streetwarden.evidence.CutterSettings;
import org.streetwarden.evidence.EvidenceCutter;
import org.streetwarden.evidence.Raise;
import org.streetwarden.incident.CameraJudge;
import org.streetwarden.incident.CameraMemory;
import org.streetwarden.incident.OpenIncident;
import org.streetwarden.incident.RuleSettings;
import org.streetwarden.incident.Verdict;
import org.streetwarden.scene.SceneSettings;
import org.streetwarden.scene.ViewSettings;
import org.streetwarden.track.TrackerSettings;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.RuleOverrides;
import org.streetwarden.zone.Zone;

/** Opens a camera's desk: its judge by the configured rules, resumed where the last process left it, its outcome filed. */
public final class Desks {

    private static final Logger LOG = LoggerFactory.getLogger(Desks.class);

    private Desks() {}

    /** How a worker's evidence is cut. */
    static CutterSettings cutting(WorkerConfig config) {
        return CutterSettings.of(
                config.workerId(),
                config.watch().preRoll(),
                config.watch().postRoll(),
                config.evidence().key());
    }

    /** The desk of a worker's camera. */
    static CameraDesk open(
            CameraConfig camera,
            Map<Kind, RuleOverrides> rules,
            SceneSettings scene,
            ViewSettings view,
            CameraMemory memory,
            Undelivered undelivered,
            EvidenceCutter cutter,
            PipelineMetrics metrics) {
        CameraJudge judge = judge(camera.id(), camera.zones(), rules, scene, view);
        for (OpenIncident stranger : judge.resume(memory)) {
            LOG.atInfo()
                    .addKeyValue("camera", camera.id())
                    .addKeyValue("incident", stranger.incidentId())
                    .log(
                            "camera {}: incident {} is of zone {}, which is gone",
                            camera.id(),
                            stranger.incidentId(),
                            stranger.zoneId());
        }
        return new CameraDesk(camera.name(), judge, filedBy(undelivered, cutter, camera.id()), metrics);
    }

    /**
     * What a judge begins with: what another worker, or process, knew; where this one's journal knows of incidents since then, those,
     * the view and the hours alone.
     *
     * @param open by this worker's journal
     */
    static CameraMemory memory(String cameraId, Optional<CameraMemory> shared, List<OpenIncident> open) {
        return shared.filter(memory -> open.stream().allMatch(incident -> knows(memory, incident)))
                .orElseGet(() -> CameraMemory.of(cameraId, open)
                        .seeing(shared.flatMap(CameraMemory::view))
                        .at(shared.flatMap(CameraMemory::hours)));
    }

    /**
     * The same.
     *
     * @param alone nobody else watches: the journal knows of every clearing
     */
    static CameraMemory memory(String cameraId, Optional<CameraMemory> kept, List<OpenIncident> open, boolean alone) {
        return memory(cameraId, alone ? kept.map(memory -> memory.standing(open)) : kept, open);
    }

    /** Whether it has the incident as standing, or has seen more since than the incident tells. */
    private static boolean knows(CameraMemory memory, OpenIncident incident) {
        return incident.lastSeenUs() <= memory.lastUs().orElse(Long.MIN_VALUE)
                || memory.open().stream().anyMatch(known -> known.incidentId().equals(incident.incidentId()));
    }

    /** A judge by each kind's defaults and what the configuration says differently. */
    public static CameraJudge judge(String cameraId, List<Zone> zones, Map<Kind, RuleOverrides> rules) {
        return judge(cameraId, zones, rules, null);
    }

    /** The same, with a clean reference; null: without. */
    public static CameraJudge judge(
            String cameraId, List<Zone> zones, Map<Kind, RuleOverrides> rules, SceneSettings scene) {
        return judge(cameraId, zones, rules, scene, null);
    }

    private static CameraJudge judge(
            String cameraId, List<Zone> zones, Map<Kind, RuleOverrides> rules, SceneSettings scene, ViewSettings view) {
        Map<Kind, RuleSettings> settings = new EnumMap<>(Kind.class);
        rules.forEach((kind, overrides) ->
                settings.put(kind, RuleSettings.defaults(kind).with(overrides)));
        return new CameraJudge(cameraId, zones, settings, TrackerSettings.DEFAULTS, scene, view);
    }

    private static CameraDesk.Outcome filedBy(Undelivered undelivered, EvidenceCutter cutter, String cameraId) {
        return new CameraDesk.Outcome() {
            @Override
            public void raised(Raise raise) {
                LOG.atInfo()
                        .addKeyValue("camera", cameraId)
                        .addKeyValue("incident", raise.incident().id())
                        .log("camera {}: {}", cameraId, raise.incident().why());
                undelivered.raised(raise.incident().id(), cameraId);
                cutter.raise(raise);
            }

            @Override
            public void cleared(Verdict.Cleared cleared) {
                undelivered.cleared(cleared.incidentId(), cameraId);
                cutter.clear(cameraId, new IncidentCleared(cleared.incidentId(), cleared.lastSeenAt(), cleared.at()));
            }
        };
    }
}
