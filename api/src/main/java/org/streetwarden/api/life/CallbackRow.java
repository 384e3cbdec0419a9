package org.streetwarden.api.life;

import java.time.Instant;
import org.streetwarden.api.cases.CaseStatus;

/**
 * A call-back as it was kept.
 *
 * @param receivedAt api's clock
 * @param status what its word meant then; null where nobody had told
 */
public record CallbackRow(Instant receivedAt, Callback callback, CaseStatus status, Callback.Outcome outcome) {}
