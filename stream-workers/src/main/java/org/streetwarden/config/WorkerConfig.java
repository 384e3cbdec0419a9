package org.streetwarden.config;

import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.streetwarden.filing.ObjectLock;
import org.streetwarden.proof.SigningKey;
import org.streetwarden.scene.SceneSettings;
import org.streetwarden.scene.ViewSettings;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.RuleOverrides;

/**
 * Everything one worker needs to know.
 *
 * @param workerId stands in every record it sends
 * @param dataFolder spool and journal; one process at a time
 * @param port for {@code /metrics} and {@code /healthz} on loopback; 0 for any free one
 * @param redisUrl a secret
 * @param maxSpoolBytes the most that may wait for delivery
 * @param verifier who looks again at the raise; null: nobody
 * @param scene how each camera's clean reference is kept; null: static objects are not looked for
 * @param view how each camera's view is guarded; null: every look is judged, whatever it shows
 * @param rules what this configuration says differently from each kind's defaults
 * @param cameras that this worker watches, or, in a fleet, may watch
 * @param flights whether it looks at what drones saw, and how
 */
public record WorkerConfig(
        String workerId,
        Path dataFolder,
        int port,
        String redisUrl,
        EvidenceStoreConfig evidence,
        long maxSpoolBytes,
        ModelConfig model,
        VerifierConfig verifier,
        ModelsConfig models,
        WatchConfig watch,
        SceneSettings scene,
        ViewConfig view,
        Map<Kind, RuleOverrides> rules,
        List<CameraConfig> cameras,
        FleetConfig fleet,
        FlightsConfig flights) {

    public WorkerConfig {
        rules = Map.copyOf(rules);
        cameras = List.copyOf(cameras);
    }

    /**
     * Where evidence goes: an S3 store. Keys are secrets.
     *
     * @param key that seals each pack; null: packs stay unsigned and say so
     * @param lock of each object where the bucket has Object Lock; null: none
     * @param maskedClips whether a masked copy of each clip is made
     */
    public record EvidenceStoreConfig(
            String endpoint,
            String bucket,
            String accessKey,
            String secretKey,
            SigningKey key,
            ObjectLock lock,
            boolean maskedClips) {

        /** Where packs stay unsigned and no clip is masked. */
        public EvidenceStoreConfig(String endpoint, String bucket, String accessKey, String secretKey) {
            this(endpoint, bucket, accessKey, secretKey, null, null, false);
        }

        @Override
        public String toString() {
            return endpoint + "/" + bucket;
        }
    }

    /**
     * How models are brought and watched.
     *
     * @param trustedKeys whose signature a package needs; empty: none is needed
     * @param reportEvery how often each model's figures go to the api
     * @param leastLooks pictures before which a band says nothing
     */
    public record ModelsConfig(List<PublicKey> trustedKeys, Duration reportEvery, int leastLooks) {
        public ModelsConfig {
            trustedKeys = List.copyOf(trustedKeys);
        }
    }

    /**
     * Which model looks where the rollout names none.
     *
     * @param engine {@code onnxruntime} or {@code djl}
     * @param threads of one inference
     * @param variant of the package, as {@code int8}, and of those rolled out that have it; empty: the model file itself
     */
    public record ModelConfig(Path packageFolder, String engine, int threads, String variant) {}

    /**
     * Which verifier looks again at what is about to be filed.
     *
     * @param again how long a place that it refused is left alone
     */
    public record VerifierConfig(Path packageFolder, Duration again) {

        /** How long such a place is left alone unless something else is said. */
        public static final Duration ASK_AGAIN = Duration.ofMinutes(15);
    }

    /**
     * How cameras are watched.
     *
     * @param interval between two looks
     * @param keyLimit greatest distance between key frames at which only those are decoded
     * @param ringBytes budget of a camera's ring; must hold the pre-roll and a key frame interval
     * @param preRoll of a clip, before the raise
     * @param postRoll of a clip, after the raise
     * @param patrol how often they are seen where they are not kept open
     */
    public record WatchConfig(
            Duration interval,
            Duration keyLimit,
            int ringBytes,
            Duration preRoll,
            Duration postRoll,
            PatrolConfig patrol) {

        /** Every camera is kept open. */
        public WatchConfig(Duration interval, Duration keyLimit, int ringBytes, Duration preRoll, Duration postRoll) {
            this(interval, keyLimit, ringBytes, preRoll, postRoll, PatrolConfig.NONE);
        }
    }

    /**
     * How cameras' views are guarded.
     *
     * @param names by camera: another name than before, and that camera's view is learnt anew
     */
    public record ViewConfig(ViewSettings settings, Map<String, String> names) {
        public ViewConfig {
            names = Map.copyOf(names);
        }

        /** One camera's. */
        public ViewSettings of(String cameraId) {
            return settings.named(names.getOrDefault(cameraId, settings.label()));
        }
    }

    /** Never prints a secret. */
    @Override
    public String toString() {
        return "worker %s, %d cameras, model %s, evidence to %s"
                .formatted(workerId, cameras.size(), model.packageFolder(), evidence);
    }
}
