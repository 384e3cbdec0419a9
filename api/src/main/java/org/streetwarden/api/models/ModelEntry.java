package org.streetwarden.api.models;

import java.time.Instant;
import java.util.List;
import org.streetwarden.casefile.ModelRole;

/**
 * One package and where it stands.
 *
 * @param role {@code detector} or {@code verifier}
 * @param bytes length of its archive
 * @param signedBy the key's short name; null where no known key signed it
 * @param stage where it stands apart from any group
 * @param manifest the text of its {@code manifest.json}
 */
public record ModelEntry(
        String sha256,
        String name,
        String version,
        String role,
        long bytes,
        String signedBy,
        ModelState stage,
        String manifest,
        Instant importedAt,
        String importedBy,
        List<Duty> duties) {

    public ModelEntry {
        duties = List.copyOf(duties);
    }

    /**
     * What it is to one group of cameras.
     *
     * @param share of a canary; null for others
     */
    public record Duty(String group, ModelRole role, Double share, Instant since) {}

    /** Its most forward state. */
    public ModelState state() {
        return duties.stream()
                .map(duty -> ModelState.valueOf(duty.role().name()))
                .max(ModelState::compareTo)
                .orElse(stage);
    }

    /** Its state towards one group. */
    ModelState state(String group) {
        return duties.stream()
                .filter(duty -> duty.group().equals(group))
                .map(duty -> ModelState.valueOf(duty.role().name()))
                .findFirst()
                .orElse(stage);
    }
}
