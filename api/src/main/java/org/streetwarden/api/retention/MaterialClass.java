package org.streetwarden.api.retention;

import java.util.Arrays;
import java.util.Optional;

/** What is kept alike. The durations are this project's choice and no statement of law. */
public enum MaterialClass {
    CLOSED_CASES("closed-cases", 365, 180, "Evidence of cases that ended as CLOSED or CORRECTED, from their end."),
    REJECTED_CASES(
            "rejected-cases", 90, 7, "Evidence of cases that ended as REJECTED, REFUSED or VOID, from their end."),
    INCIDENTS("incidents", 30, 7, "Evidence of incidents that made no case, from their arrival."),
    INCIDENT_ROWS(
            "incident-rows",
            400,
            30,
            "What was decided about incidents that made no case and why, from their arrival; never before their evidence."),
    DELIVERY_LOG("delivery-log", 184, 30, "What came of every try to push an event, from the try."),
    DATASET_EXPORTS("dataset-exports", 1095, 184, "Who took which dataset along, from the export."),
    REFUSED_RECORDS("refused-records", 90, 7, "Records of workers that could not become anything, from their refusal.");

    static final int MOST_DAYS = 36_500;

    private final String id;
    private final int usualDays;
    private final int leastDays;
    private final String meaning;

    MaterialClass(String id, int usualDays, int leastDays, String meaning) {
        this.id = id;
        this.usualDays = usualDays;
        this.leastDays = leastDays;
        this.meaning = meaning;
    }

    /** As settings, the API and the log write it. */
    public String id() {
        return id;
    }

    public int usualDays() {
        return usualDays;
    }

    /** No setting goes below it. */
    public int leastDays() {
        return leastDays;
    }

    /** What belongs to it and from when its time runs, one sentence. */
    public String meaning() {
        return meaning;
    }

    public static Optional<MaterialClass> of(String id) {
        return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst();
    }
}
