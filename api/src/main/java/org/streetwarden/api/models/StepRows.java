package org.streetwarden.api.models;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.proof.Act;
import org.streetwarden.api.proof.EvidenceLog;

/** The record of steps, which only grows, and the rollout's revision, which every step raises. */
final class StepRows {

    private StepRows() {}

    /** Locks the rollout until the transaction ends. */
    static void lock(Handle handle) {
        handle.createQuery("SELECT revision FROM model_rollout FOR UPDATE")
                .mapTo(Long.class)
                .one();
    }

    static long nextRevision(Handle handle) {
        return handle.createQuery("UPDATE model_rollout SET revision = revision + 1 RETURNING revision")
                .mapTo(Long.class)
                .one();
    }

    static long revision(Handle handle) {
        return handle.createQuery("SELECT revision FROM model_rollout")
                .mapTo(Long.class)
                .one();
    }

    static void add(Handle handle, String sha256, ModelDetail.Step step) {
        handle.createUpdate("""
                        INSERT INTO model_steps (sha256, at, who, why, step, from_state, to_state, group_name, share,
                            skipped, gate, revision)
                        VALUES (:sha256, :at, :who, :why, :step, :from, :to, :group, :share, :skipped, :gate, :revision)""")
                .bind("sha256", sha256)
                .bind("at", step.at())
                .bind("who", step.who())
                .bind("why", step.why())
                .bind("step", step.step())
                .bind("from", step.from())
                .bind("to", step.to())
                .bind("group", step.group())
                .bind("share", step.share())
                .bind("skipped", step.skipped())
                .bind("gate", step.gate())
                .bind("revision", step.revision())
                .execute();
        EvidenceLog.addAct(handle, new Act(step.at(), "MODEL_STEP", step.who(), "", null, step.step() + " " + sha256));
    }

    /** Oldest first; the newest {@code limit}. */
    static List<ModelDetail.Step> of(Handle handle, String sha256, int limit) {
        return handle.createQuery("SELECT * FROM model_steps WHERE sha256 = :sha256 ORDER BY id DESC LIMIT :n")
                .bind("sha256", sha256)
                .bind("n", limit)
                .map((row, context) -> new ModelDetail.Step(
                        ModelRows.instant(row, "at"),
                        row.getString("who"),
                        row.getString("why"),
                        row.getString("step"),
                        row.getString("from_state"),
                        row.getString("to_state"),
                        row.getString("group_name"),
                        ModelRows.number(row, "share"),
                        row.getString("skipped"),
                        row.getString("gate"),
                        row.getLong("revision")))
                .list()
                .reversed();
    }

    static Instant now(java.time.Clock clock) {
        return clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    }
}
