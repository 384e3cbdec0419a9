package org.streetwarden.flights;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.lang.GeoLocation;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.GpsDirectory;
import com.drew.metadata.xmp.XmpDirectory;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.Attitude;
import org.streetwarden.flight.Heights;
import org.streetwarden.flight.LaserTarget;
import org.streetwarden.flight.Lens;
import org.streetwarden.flight.Pose;
import org.streetwarden.flight.Provenance;

/**
 * What a photograph says of where it was taken: the maker's XMP ({@code drone-dji:}), else EXIF.
 *
 * @param model EXIF's name of the camera; empty where not written
 * @param serial the aircraft's serial number; empty where not written
 * @param taken local time as EXIF writes it; empty where not written
 * @param rtk whether the position is a fixed RTK solution ({@code RtkFlag} 50)
 */
record Photo(String model, String serial, String taken, boolean rtk, Pose pose) {

    private static final String MAKER = "drone-dji:";
    private static final String FIXED = "50";

    /** @throws IOException where it is no photograph that can be read */
    static Photo read(FlightFile file) throws IOException {
        try {
            return of(ImageMetadataReader.readMetadata(file.path().toFile()));
        } catch (ImageProcessingException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | NegativeArraySizeException e) {
            throw new IOException(file.shown() + ": expected a photograph, found that " + e.getMessage(), e);
        }
    }

    private static Photo of(Metadata metadata) {
        Map<String, String> xmp = new HashMap<>();
        for (XmpDirectory directory : metadata.getDirectoriesOfType(XmpDirectory.class)) {
            xmp.putAll(directory.getXmpProperties());
        }
        boolean told = xmp.keySet().stream().anyMatch(key -> key.startsWith(MAKER));
        Directory camera = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
        Directory picture = metadata.getFirstDirectoryOfType(ExifSubIFDDirectory.class);
        Double film =
                picture == null ? null : picture.getDoubleObject(ExifSubIFDDirectory.TAG_35MM_FILM_EQUIV_FOCAL_LENGTH);
        Lens lens = film == null || film <= 0 ? Lens.UNSAID : new Lens(film, 1);
        Attitude gimbal = attitude(xmp, "Gimbal");
        LonLat place = place(xmp);
        Pose pose = new Pose(
                0,
                place == null ? exifPlace(metadata) : place,
                0,
                new Heights(number(xmp, "RelativeAltitude"), number(xmp, "AbsoluteAltitude"), Double.NaN),
                gimbal,
                attitude(xmp, "Flight"),
                lens,
                laser(xmp),
                told ? Provenance.XMP : Provenance.EXIF);
        return new Photo(
                camera == null ? "" : word(camera.getString(ExifIFD0Directory.TAG_MODEL)),
                serial(xmp, picture),
                picture == null ? "" : word(picture.getString(ExifSubIFDDirectory.TAG_DATETIME_ORIGINAL)),
                FIXED.equals(xmp.get(MAKER + "RtkFlag")),
                pose);
    }

    private static String serial(Map<String, String> xmp, Directory picture) {
        String maker = xmp.get(MAKER + "DroneSerialNumber");
        boolean exif = maker == null && picture != null;
        return word(exif ? picture.getString(ExifSubIFDDirectory.TAG_BODY_SERIAL_NUMBER) : maker);
    }

    private static String word(String text) {
        return text == null ? "" : FlightFile.shown(text.strip());
    }

    private static double number(Map<String, String> xmp, String key) {
        String text = xmp.getOrDefault(MAKER + key, "").strip();
        try {
            return text.isEmpty() || text.length() > 30 ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static Attitude attitude(Map<String, String> xmp, String what) {
        double roll = number(xmp, what + "RollDegree");
        Attitude attitude = new Attitude(
                number(xmp, what + "YawDegree"), number(xmp, what + "PitchDegree"), Double.isNaN(roll) ? 0 : roll);
        return attitude.isPossible() ? attitude : null;
    }

    /** Older aircraft write {@code GpsLongtitude}. */
    private static LonLat place(Map<String, String> xmp) {
        double longitude = number(xmp, "GpsLongitude");
        return possible(Double.isNaN(longitude) ? number(xmp, "GpsLongtitude") : longitude, number(xmp, "GpsLatitude"));
    }

    private static LonLat exifPlace(Metadata metadata) {
        GpsDirectory gps = metadata.getFirstDirectoryOfType(GpsDirectory.class);
        GeoLocation place = gps == null ? null : gps.getGeoLocation();
        return place == null ? null : possible(place.getLongitude(), place.getLatitude());
    }

    private static LonLat possible(double longitude, double latitude) {
        boolean zero = Math.abs(longitude) < 1e-6 && Math.abs(latitude) < 1e-6;
        return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 && !zero ? new LonLat(longitude, latitude) : null;
    }

    private static LaserTarget laser(Map<String, String> xmp) {
        LonLat hit = possible(number(xmp, "LRFTargetLon"), number(xmp, "LRFTargetLat"));
        if (hit == null) {
            return null;
        }
        boolean valid = xmp.getOrDefault(MAKER + "LRFStatus", "")
                .toLowerCase(Locale.ROOT)
                .startsWith("normal");
        return new LaserTarget(hit, number(xmp, "LRFTargetAbsAlt"), number(xmp, "LRFTargetDistance"), valid);
    }
}
