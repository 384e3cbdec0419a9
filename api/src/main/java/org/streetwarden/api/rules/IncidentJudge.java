package org.streetwarden.api.rules;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Judging;
import org.streetwarden.api.places.Neighbourhood;
import org.streetwarden.api.rules.IncidentRows.Decided;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.rule.Judgement;
import org.streetwarden.rule.RuleBook;
import org.streetwarden.rule.Surroundings;

/** Judges by the rules in force and keeps every decision with all that it was made from. Thread-safe. */
public final class IncidentJudge implements Judging {

    private final RuleBooks books;
    private final Survey survey;

    public IncidentJudge(RuleBooks books, Neighbourhood neighbourhood) {
        this.books = books;
        this.survey = new Survey(neighbourhood);
    }

    @Override
    public Set<String> known(Handle handle, Collection<String> incidentIds) {
        return IncidentRows.known(handle, incidentIds);
    }

    @Override
    public void foresee(Handle handle, Collection<IncidentFiled> several, Instant now) {
        Map<IncidentFiled, Instant> moments = new HashMap<>();
        several.forEach(filed -> moments.put(filed, moment(filed, now)));
        survey.foresee(handle, books.inForce(handle).book(), moments);
    }

    /** A worker's clock that runs ahead moves nothing into the future. */
    private static Instant moment(IncidentFiled filed, Instant now) {
        Instant raised = filed.raisedAt().isAfter(now) ? now : filed.raisedAt();
        return raised.truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public Judgement take(Handle handle, IncidentFiled filed, Instant now) {
        Decided decided = decide(handle, filed, moment(filed, now), null, now);
        IncidentRows.insert(handle, filed, decided);
        return decided.judgement();
    }

    @Override
    public Optional<Held> held(Handle handle, String incidentId) {
        return IncidentRows.held(handle, incidentId);
    }

    @Override
    public Judgement again(Handle handle, Held held, Instant at, Instant goneAt, Instant now) {
        Decided decided = decide(handle, held.filed(), at.truncatedTo(ChronoUnit.MICROS), goneAt, now);
        IncidentRows.update(handle, held.filed().incidentId(), decided);
        return decided.judgement();
    }

    private Decided decide(Handle handle, IncidentFiled filed, Instant at, Instant goneAt, Instant now) {
        RuleBook book = books.inForce(handle).book();
        Surroundings around = survey.around(handle, book, filed, at);
        Instant gone = goneAt == null ? null : goneAt.truncatedTo(ChronoUnit.MICROS);
        Judgement judgement = book.judge(IncidentRows.finding(filed), around, at, gone);
        return new Decided(book.version(), now.truncatedTo(ChronoUnit.MICROS), at, gone, around, judgement);
    }

    @Override
    public void became(Handle handle, String incidentId, String caseNo, boolean joined) {
        IncidentRows.became(handle, incidentId, caseNo, joined);
    }

    @Override
    public boolean cleared(Handle handle, IncidentCleared cleared) {
        return IncidentRows.cleared(handle, cleared);
    }

    @Override
    public Optional<IncidentFiled> opened(Handle handle, String caseNo) {
        return IncidentRows.opened(handle, caseNo);
    }

    @Override
    public List<String> due(Handle handle, Instant now, int most) {
        return IncidentRows.due(handle, now, most);
    }
}
