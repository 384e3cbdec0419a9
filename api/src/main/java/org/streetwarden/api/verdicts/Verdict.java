package org.streetwarden.api.verdicts;

import java.time.Instant;

/**
 * An opinion as it was given, bound to what it was given on.
 *
 * @param id order of writing
 * @param at api's clock
 */
public record Verdict(long id, String caseNo, Instant at, Opinion opinion, Origin origin) {

    /**
     * What judged, where, and on which evidence.
     *
     * @param modelSha256 package of the model that raised the case
     * @param verifierSha256 package of the verifier; null where none was asked
     * @param manifestSha256 digest of the evidence's manifest
     */
    public record Origin(
            String cameraId,
            String zoneId,
            String modelSha256,
            String verifierSha256,
            String ruleVersion,
            String zoneVersion,
            String manifestSha256) {}
}
