package org.streetwarden.api.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.streetwarden.api.models.Refusal;

/**
 * Files that were brought: each a draft that says what it would do, until somebody applies it. Thread-safe; blocks on the
 * database and the disk.
 *
 * @param <Q> what is said of a file
 * @param <I> an import
 */
public interface Imports<Q, I> {

    /** More of what stands than this may not vanish without somebody saying so. */
    double MAX_GONE_SHARE = 0.2;

    /** Fewer never raise the question. */
    int FEW = 5;

    /** Where an import stands. */
    enum Status {
        DRAFT,
        APPLIED,
        /** A later one of its source or register has taken its place; its rows are gone. */
        SUPERSEDED
    }

    /**
     * An import that stands in the database.
     *
     * @param added false where the same draft was there before
     */
    record Taken<I>(I draft, boolean added) {}

    /**
     * Reads a file and compares it. Other drafts of its source or register are superseded.
     *
     * @param sha256 of the file, 64 lower-case hexadecimal digits
     * @throws Refusal where the file cannot be used; nothing has changed then
     */
    Taken<I> take(Q request, Path file, String sha256) throws IOException;

    /**
     * Does what the draft says, in one transaction; doing it again changes nothing.
     *
     * @param allowGone whether more than a fifth of what stands may be gone
     * @throws Refusal where there is no such import, or it does not go with how things stand
     */
    I apply(long id, String who, boolean allowGone);

    Optional<I> find(long id);

    static Refusal unknown(long id) {
        return new Refusal(Refusal.Cause.UNKNOWN, List.of("There is no import " + id + "."));
    }

    /**
     * Lets no file take away by mistake much of what stands.
     *
     * @param what is counted: {@code rows of units}
     * @throws Refusal where too much would be gone
     */
    static void checkGone(int gone, int stood, String what) {
        if (gone > FEW && gone > MAX_GONE_SHARE * stood) {
            throw Refusal.conflict("%d of %d %s would be gone, more than %.0f %%: allow it if that is so."
                    .formatted(gone, stood, what, MAX_GONE_SHARE * 100));
        }
    }
}
