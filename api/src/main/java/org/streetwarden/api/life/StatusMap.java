package org.streetwarden.api.life;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.streetwarden.api.cases.CaseStatus;

/**
 * What a platform's words for states mean here. Platforms differ, so what is configured counts before what is known anyway.
 *
 * @param words the platform's word to the state
 */
public record StatusMap(Map<String, CaseStatus> words) {

    /** Longest word. */
    public static final int MAX_WORD_CHARS = 64;

    /** States that are the platform's to say; the others are ours. */
    private static final Set<CaseStatus> SAYABLE = Set.of(
            CaseStatus.PUSHED,
            CaseStatus.ACCEPTED,
            CaseStatus.REFUSED,
            CaseStatus.REGISTERED,
            CaseStatus.DISPATCHED,
            CaseStatus.HANDLED,
            CaseStatus.CLOSED,
            CaseStatus.REWORK,
            CaseStatus.SHELVED,
            CaseStatus.VOID);

    private static final Map<String, CaseStatus> KNOWN = Map.of(
            "受理", CaseStatus.ACCEPTED,
            "不予受理", CaseStatus.REFUSED,
            "立案", CaseStatus.REGISTERED,
            "派遣", CaseStatus.DISPATCHED,
            "处置", CaseStatus.HANDLED,
            "结案", CaseStatus.CLOSED,
            "返工", CaseStatus.REWORK,
            "挂账", CaseStatus.SHELVED,
            "作废", CaseStatus.VOID);

    public StatusMap {
        words = Map.copyOf(words);
    }

    /**
     * Reads {@code 立案=REGISTERED,3=HANDLED}.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    public static StatusMap parse(String text) {
        Map<String, CaseStatus> words = new LinkedHashMap<>(KNOWN);
        SAYABLE.forEach(status -> words.put(status.name(), status));
        Map<String, CaseStatus> configured = new LinkedHashMap<>();
        for (String entry : text.isBlank() ? new String[0] : text.split(",", -1)) {
            int split = entry.lastIndexOf('=');
            String word = entry.substring(0, Math.max(split, 0)).strip();
            if (word.isEmpty() || word.length() > MAX_WORD_CHARS) {
                throw new IllegalArgumentException(
                        "no word of 1 to %d characters in %s".formatted(MAX_WORD_CHARS, entry));
            }
            CaseStatus status = CaseStatus.of(entry.substring(split + 1).strip())
                    .filter(SAYABLE::contains)
                    .orElseThrow(() -> new IllegalArgumentException("%s is none of %s".formatted(entry, sayable())));
            if (configured.put(word, status) != null) {
                throw new IllegalArgumentException(word + " twice");
            }
        }
        words.putAll(configured);
        return new StatusMap(words);
    }

    private static String sayable() {
        return SAYABLE.stream().sorted().map(Enum::name).collect(Collectors.joining(", "));
    }

    /** @return empty where nobody told what the word means */
    public Optional<CaseStatus> of(String word) {
        return Optional.ofNullable(words.get(word));
    }
}
