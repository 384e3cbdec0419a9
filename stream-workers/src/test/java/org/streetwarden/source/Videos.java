package org.streetwarden.source;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The clips outside the repository; a test that needs one is skipped, by name, where it is absent. */
public final class Videos {

    public static final String HIGHWAY_H264 = "highway_a2_720p_h264.mp4";
    public static final String DRONE_H264 = "drone_nadir_city_1080p_h264.mp4";
    public static final String CARS_H264_AAC = "intel_car_detection_768.mp4";
    public static final String PERSON_H264 = "intel_one_by_one_person_768.mp4";
    public static final String STREET_HEVC = "street_cars_close_1080p_hevc.mp4";
    public static final String STREET_VP9 = "street_bangkok_1080p_vp9.mp4";
    public static final String HIGHWAY_MPEG4 = "highway_cctv_320_mpeg4.avi";

    private Videos() {}

    public static Path named(String name) {
        String data = System.getenv("STREETWARDEN_DATA");
        Path root = Path.of(System.getProperty("streetwarden.root", "."));
        Path folder =
                data != null ? Path.of(data) : root.resolve("../shared/data").normalize();
        Path file = folder.resolve("videos").resolve(name);
        assumeTrue(Files.isReadable(file), "the clip " + name + " is not on this machine ($STREETWARDEN_DATA/videos)");
        return file.toAbsolutePath();
    }
}
