package org.streetwarden.filing;

/** What the filing side counts, one sentence each. */
public enum FilingCounter {
    INCIDENTS_RAISED("Incidents the judge handed in."),
    INCIDENTS_REFUSED("Incidents not filed, because the verifier found no such thing in the raise's picture."),
    INCIDENTS_SPOOLED("Incidents that lie on the disk with their evidence, waiting for delivery."),
    INCIDENTS_DELIVERED("Incidents whose evidence is in the store and whose record is on the stream."),
    CLEARINGS_DELIVERED("Clearings whose record is on the stream."),
    STATES_DELIVERED("Camera states whose record is on the stream."),
    STATES_REPLACED("Camera states never sent because a newer one of the same camera came first."),
    REPORTS_DELIVERED("Coverage reports whose record is on the stream."),
    REPORTS_DROPPED("Coverage reports given up, because too many waited while the stream was away."),
    LOOKS_SENT(
            "Looks that the api had asked for, whose record is on the stream and whose picture, if there is one, in the store."),
    LOOKS_LOST("Looks that the api had asked for and that could not be kept or sent; they are taken again."),
    DELIVERY_RETRIES("Deliveries that the store or the stream did not take and that are tried again."),
    SPOOL_RETRIES("Writes to the spool that failed, by a full disk or budget, and that are tried again."),
    CLIPS_MISSING("Incidents filed without a clip, because none could be cut."),
    MASKED_CLIPS_MISSING("Incidents filed with a clip and without the masked copy of it that was to be made."),
    STILLS_MISSING("Stills left out of an incident's evidence, because they could not be decoded."),
    PICTURES_GIVEN_UP("Incidents whose pictures were given up while the spool was full, to keep memory bounded."),
    INCIDENTS_LOST("Incidents and clearings given up: too many waited while the spool was full, or a defect met them."),
    ENTRIES_REJECTED("Spool entries moved to spool-rejected because they could not be read.");

    public final String meaning;

    FilingCounter(String meaning) {
        this.meaning = meaning;
    }
}
