package org.streetwarden.api.life;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * A judged check that workers looked for.
 *
 * @param id as its pictures and its manifest are asked for
 * @param manifest what it rests on: canonical JSON, whose digest stands in the log
 * @param seal over the manifest, made with it; empty where there was no key
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CheckEvidence(long id, byte[] manifest, Optional<byte[]> seal, GoneCheck check) {

    /**
     * The checks of a case.
     *
     * @param most of its newest checks are looked at
     * @return oldest first, without those that somebody told
     */
    public static List<CheckEvidence> of(Handle handle, String caseNo, int most) {
        return handle
                .createQuery("SELECT id FROM cases WHERE case_no = :caseNo")
                .bind("caseNo", caseNo)
                .mapTo(Long.class)
                .findOne()
                .map(id -> CheckRows.of(handle, id, most))
                .orElse(List.of())
                .stream()
                .filter(check -> check.asked() != null)
                .map(check -> read(handle, check))
                .toList();
    }

    private static CheckEvidence read(Handle handle, GoneCheck check) {
        return handle.createQuery("SELECT manifest, seal FROM case_checks WHERE asked_id = :asked")
                .bind("asked", check.asked().id())
                .map((row, context) -> new CheckEvidence(
                        check.asked().id(),
                        row.getString("manifest").getBytes(UTF_8),
                        Optional.ofNullable(row.getString("seal")).map(seal -> seal.getBytes(UTF_8)),
                        check))
                .one();
    }
}
