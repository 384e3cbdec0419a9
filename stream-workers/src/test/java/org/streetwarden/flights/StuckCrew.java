package org.streetwarden.flights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.filing.S3Settings;
import org.streetwarden.media.Frame;
import org.streetwarden.rollout.LoadedModel;

/**
 * A process of its own that surveys flights with the shipped model until a picture of the second stretch, says so, and stands
 * still for ever; ends with its standard input.
 */
public final class StuckCrew {

    /** The file in its folder by which it says so. */
    static final String SAID = "in-mid-flight";

    private static final long STUCK_US = FlightSurvey.STRETCH_US + 3_000_000;

    private StuckCrew() {}

    /** A model that sees a flight's beginning. */
    private record Stuck(Detector detector, Path said) implements Detector {

        @Override
        public ModelIdentity model() {
            return detector.model();
        }

        @Override
        public int maxBatch() {
            return detector.maxBatch();
        }

        @Override
        public List<List<Detection>> detect(List<? extends Frame> frames) throws DetectorFailure {
            if (frames.getFirst().ptsUs() >= STUCK_US) {
                standStill();
            }
            return detector.detect(frames);
        }

        private void standStill() throws DetectorFailure {
            try {
                Files.writeString(said, "");
                new CountDownLatch(1).await();
            } catch (InterruptedException told) {
                Thread.currentThread().interrupt();
                throw new DetectorFailure("told to end", told);
            } catch (IOException failure) {
                throw new DetectorFailure("can't say that it stands still", failure);
            }
        }

        @Override
        public void close() {
            detector.close();
        }
    }

    /** Starts it beside this one. */
    static Process start(Path folder, String redisUrl, S3Settings s3) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-Dstreetwarden.root=" + System.getProperty("streetwarden.root", "."),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StuckCrew.class.getName(),
                        folder.toString(),
                        redisUrl,
                        s3.endpoint(),
                        s3.accessKey(),
                        s3.secretKey(),
                        s3.bucket())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** @param args folder, Redis' URL; endpoint, keys and bucket of the store */
    public static void main(String[] args) throws Exception {
        Path said = Path.of(args[0], SAID);
        FlightCrew crew = new FlightCrew(
                "stuck",
                Path.of(args[0]),
                args[1],
                new S3Settings(args[2], args[3], args[4], args[5]),
                packageFolder -> {
                    LoadedModel shipped = RenderedFlight.shippedModel();
                    return new LoadedModel(new Stuck(shipped.detector(), said), shipped.experimental());
                },
                FlightSurvey.Settings.DEFAULT,
                FlightCrew.PATIENT);
        untilEnd(System.in);
        crew.close();
    }

    private static void untilEnd(InputStream in) throws IOException {
        while (in.read() >= 0) {
            // nothing is told this way
        }
    }
}
