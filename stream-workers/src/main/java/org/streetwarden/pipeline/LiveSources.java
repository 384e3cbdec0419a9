package org.streetwarden.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.media.PacketSource;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.FfmpegSource;
import org.streetwarden.source.SourceSettings;
import org.streetwarden.source.SourceSettings.Transport;

/** Opens what a camera's configuration names; a file is played at the speed of life. */
final class LiveSources {

    private LiveSources() {}

    /**
     * @param newestUs the newest picture of the run before, so that the camera's time never goes back; 0 for none
     * @param patience for an answer, and between two packets
     */
    static PacketSource open(CameraConfig camera, long newestUs, Duration patience, InstantSource clock)
            throws StreamFailure {
        CameraUrl url = camera.url();
        SourceSettings settings = SourceSettings.DEFAULT
                .withTransport(camera.overUdp() ? Transport.UDP : Transport.TCP)
                .withTimeouts(patience, patience)
                .withNotBeforeUs(newestUs)
                .withAddresses(camera.addresses());
        if (!url.isFile()) {
            return FfmpegSource.open(url, settings, clock);
        }
        long nowUs = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        return new PacedSource(
                FfmpegSource.open(url, settings.withFileStart(Math.max(nowUs, newestUs + 1), Instant.EPOCH), clock));
    }
}
