package org.streetwarden.api.life;

import java.time.Instant;
import java.util.List;

/**
 * What the city's platform says of one case.
 *
 * @param caseNo our number; null where it names only its own
 * @param platformCaseNo its number; null where it names only ours
 * @param status the state in its own word
 * @param at when it came to stand so, platform's clock
 * @param deliveryId its id of this message; null where it gives none
 * @param org who deals with it there; null where it does not say, as all below
 * @param opinion what he says
 * @param notPassReason why the platform does not take it
 * @param deadline by when it must be dealt with
 * @param attachments where more lies; never fetched
 */
public record Callback(
        String caseNo,
        String platformCaseNo,
        String status,
        Instant at,
        String deliveryId,
        String org,
        String opinion,
        String notPassReason,
        Instant deadline,
        List<String> attachments) {

    public static final int MAX_ATTACHMENTS = 16;

    public Callback {
        attachments = List.copyOf(attachments);
    }

    /** What came of it. */
    public enum Outcome {
        /** The case took a step. */
        MOVED,
        /** It stood so already. */
        STANDS,
        /** Something newer is known. */
        LATE,
        /** The status map does not have the word. */
        UNKNOWN,
        /** There is no such step from where the case stood. */
        NOT_ALLOWED
    }
}
