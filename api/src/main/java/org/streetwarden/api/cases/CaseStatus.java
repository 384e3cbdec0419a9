package org.streetwarden.api.cases;

import java.util.Arrays;
import java.util.Optional;

/** Where a case stands; the rows of {@code case_statuses}. The steps between them are the rows of {@code case_transitions}. */
public enum CaseStatus {
    /** Filed with evidence; waits for a reviewer. */
    PENDING_REVIEW(true),
    /** Found not to be a case, with a reason. */
    REJECTED(false),
    /** Confirmed by a reviewer or let through by the review gate; waits to be handed over. */
    APPROVED(true),
    /** Handed to the city's platform, which has not answered yet. */
    PUSHED(true),
    /** The platform has taken it and checks whether it becomes one of its cases. */
    ACCEPTED(true),
    /** The platform does not take it. */
    REFUSED(false),
    /** The platform has opened its file. */
    REGISTERED(true),
    /** Sent to whoever must deal with it. */
    DISPATCHED(true),
    /** Whoever had to deal with it says that it is done. */
    HANDLED(true),
    /** Somebody looks whether it really is done. */
    VERIFYING(true),
    /** Ended by the platform or a person. */
    CLOSED(false),
    /** Not done, or there again within a day of its end. */
    REWORK(true),
    /** Cannot be dealt with for now. */
    SHELVED(true),
    /** Withdrawn by us or struck out by the platform. */
    VOID(false),
    /** Whoever is concerned is to be reminded; it waits whether the thing goes by itself. */
    REMINDING(true),
    /** The thing went by itself after a reminder. */
    CORRECTED(false);

    /** Which of a row {@code c} of cases are open, in SQL, as the indexes of open cases have it. */
    public static final String OPEN = "c.status NOT IN ('REJECTED', 'REFUSED', 'CLOSED', 'VOID', 'CORRECTED')";

    private final boolean open;

    CaseStatus(boolean open) {
        this.open = open;
    }

    /** Whether somebody still has to deal with it, so that another sight of the same thing belongs to it. */
    public boolean open() {
        return open;
    }

    public static Optional<CaseStatus> of(String name) {
        return Arrays.stream(values())
                .filter(status -> status.name().equals(name))
                .findFirst();
    }
}
