package org.streetwarden.api.adapters;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.api.adapters.Adapter.Field;
import org.streetwarden.api.adapters.Nearby.Found;

/** Reads how to ask for open cases nearby, the part {@code nearby} of an adapter's description. */
final class NearbySheet {

    private static final Set<String> KNOWN = Set.of("path", "method", "fields", "found");
    private static final Set<String> FOUND =
            Set.of("list", "caseNo", "code", "sameAs", "status", "x", "y", "at", "time", "source", "ours");
    private static final int MOST_FIELDS = 30;

    private NearbySheet() {}

    /** @return empty where the adapter's platform cannot be asked */
    static Optional<Nearby> read(Sheet sheet, Set<String> dictionaries) {
        if (!sheet.has("nearby")) {
            return Optional.empty();
        }
        Sheet part = sheet.part("nearby", KNOWN);
        String path = part.has("path") ? part.required("path", AdapterFile.PATH, "a path such as /open") : "";
        boolean post = part.has("method")
                && part.required("method", "get|post", "get or post").equals("post");
        List<Field> fields = new ArrayList<>();
        part.parts("fields", AdapterFile.FIELD, MOST_FIELDS)
                .forEach(each -> fields.add(AdapterFile.field(each, dictionaries)));
        return Optional.of(new Nearby(path, post, fields, found(part.part("found", FOUND), fields)));
    }

    private static Found found(Sheet sheet, List<Field> fields) {
        String sameAs = sheet.text("sameAs", AdapterFile.NAME, "a field of the question");
        if (sameAs != null
                && (!sheet.has("code")
                        || fields.stream().noneMatch(field -> field.to().equals(sameAs)))) {
            sheet.wrong("sameAs", "a field of the question, beside code", sameAs);
        }
        String list = sheet.pointer("list");
        return new Found(
                list == null ? "" : list,
                needed(sheet, "caseNo"),
                sheet.pointer("code"),
                sameAs,
                sheet.pointer("status"),
                needed(sheet, "x"),
                needed(sheet, "y"),
                sheet.pointer("at"),
                AdapterFile.time(sheet),
                sheet.pointer("source"),
                sheet.pointer("ours"));
    }

    private static String needed(Sheet sheet, String name) {
        String pointer = sheet.pointer(name);
        if (!sheet.has(name)) {
            sheet.wrong(name, "a JSON pointer", "nothing");
        }
        return pointer;
    }
}
