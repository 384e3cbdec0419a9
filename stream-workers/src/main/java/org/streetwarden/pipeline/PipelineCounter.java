package org.streetwarden.pipeline;

/** Everything a worker counts between packet and incident, one sentence each. */
public enum PipelineCounter {
    RUN_STARTED("Runs that opened."),
    RUN_FAILED("Runs that did not open or ended by a failure."),
    FRAME_REPLACED("Frames that a newer one of the same camera pushed out before the model was free."),
    INFERENCE_FAILED("Frames that every model that may judge them failed on."),
    CANDIDATE_SIGHTED("Things that came to stand in a zone."),
    CANDIDATE_DROPPED("Things that left before they became an incident."),
    INCIDENT_RAISED("Incidents raised."),
    INCIDENT_CLEARED("Incidents whose thing is gone."),
    INCIDENT_REFUSED("Incidents that the verifier found to be none."),
    PICTURE_EVICTED("Pictures wanted as evidence that had left the ring already.");

    public final String meaning;

    PipelineCounter(String meaning) {
        this.meaning = meaning;
    }
}
