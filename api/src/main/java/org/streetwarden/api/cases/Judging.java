package org.streetwarden.api.cases;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.rule.Judgement;

/**
 * Decides what becomes of incidents and keeps every decision, in the caller's transaction. The caller holds the lock of the
 * incident and, where something is decided, that of its kind. Thread-safe.
 */
public interface Judging {

    /** Everything becomes a case at once, and nothing is kept. */
    Judging FILES_ALL = new Judging() {
        @Override
        public Set<String> known(Handle handle, Collection<String> incidentIds) {
            return Set.of();
        }

        @Override
        public void foresee(Handle handle, Collection<IncidentFiled> several, Instant now) {}

        @Override
        public Judgement take(Handle handle, IncidentFiled filed, Instant now) {
            return Judgement.FILED_WITHOUT_RULE;
        }

        @Override
        public Optional<Held> held(Handle handle, String incidentId) {
            return Optional.empty();
        }

        @Override
        public Judgement again(Handle handle, Held held, Instant at, Instant goneAt, Instant now) {
            return Judgement.FILED_WITHOUT_RULE;
        }

        @Override
        public void became(Handle handle, String incidentId, String caseNo, boolean joined) {}

        @Override
        public boolean cleared(Handle handle, IncidentCleared cleared) {
            return false;
        }

        @Override
        public Optional<IncidentFiled> opened(Handle handle, String caseNo) {
            return Optional.empty();
        }

        @Override
        public List<String> due(Handle handle, Instant now, int most) {
            return List.of();
        }
    };

    /**
     * An incident that waits.
     *
     * @param asOf moment of its newest decision
     * @param due when it is judged again
     */
    record Held(IncidentFiled filed, Instant asOf, Instant due) {}

    /** Which of these were decided about. */
    Set<String> known(Handle handle, Collection<String> incidentIds);

    /** Looks up at once what deciding about several needs, of which none can be the thing of another. */
    void foresee(Handle handle, Collection<IncidentFiled> several, Instant now);

    /** Decides about an incident for the first time, as of its raise. */
    Judgement take(Handle handle, IncidentFiled filed, Instant now);

    /** Empty where the incident does not wait. */
    Optional<Held> held(Handle handle, String incidentId);

    /**
     * Decides about one that waits.
     *
     * @param at as of when, later than the last time
     * @param goneAt when its thing was last seen; null while it stands
     */
    Judgement again(Handle handle, Held held, Instant at, Instant goneAt, Instant now);

    /** Keeps which case an incident opened or joined. */
    void became(Handle handle, String incidentId, String caseNo, boolean joined);

    /**
     * Keeps that the thing of a known incident is gone.
     *
     * @return whether that was news
     */
    boolean cleared(Handle handle, IncidentCleared cleared);

    /** The incident that opened a case. */
    Optional<IncidentFiled> opened(Handle handle, String caseNo);

    /** Incidents that are to be judged again by now, longest due first. */
    List<String> due(Handle handle, Instant now, int most);
}
