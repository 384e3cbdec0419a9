package org.streetwarden.api.cases;

/** Where a case stands; the rows of {@code case_statuses}. */
public enum CaseStatus {
    /** Filed with evidence; waits for a reviewer. */
    PENDING_REVIEW
}
