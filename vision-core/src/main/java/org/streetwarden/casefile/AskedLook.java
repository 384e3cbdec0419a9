package org.streetwarden.casefile;

import java.time.Instant;
import org.streetwarden.geometry.Box;
import org.streetwarden.zone.Kind;

/**
 * A look that the api asks for: does the thing of a handled case still stand there? The next look of every open check stands
 * in one hash in Redis until it is answered; whoever holds the camera answers with a {@link WorkerRecord.LookTaken}.
 *
 * @param checkId the same for all looks of a check
 * @param number of this look in its check, from 1
 * @param box where the thing was at the raise, fractions of the picture
 * @param notBefore an earlier picture is no answer, api's clock
 * @param until no answer is wanted any more, api's clock
 */
public record AskedLook(
        String checkId,
        int number,
        String cameraId,
        String zoneId,
        Kind kind,
        Box box,
        Instant notBefore,
        Instant until) {

    /** The Redis hash: check id to its next look. */
    public static final String KEY = "streetwarden:asked-looks";

    /** Looks of one check at the most. */
    public static final int MOST_LOOKS = 64;

    /** Checks that are open at once at the most; the others wait. */
    public static final int MOST_CHECKS = 2000;

    static final String CHECK_ID = "[0-9]{1,18}";
}
