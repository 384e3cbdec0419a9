package org.streetwarden.api.backup;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.streetwarden.api.backup.ObjectVault.Kept;

/** Holds what cases say of their evidence against what there is. */
final class NamedEvidence {

    private static final String SQL = """
            SELECT case_no, evidence_prefix || 'manifest.json' AS key, manifest_sha256 AS sha256 FROM cases
            UNION ALL
            SELECT c.case_no, c.evidence_prefix || e.name, e.sha256 FROM case_evidence e JOIN cases c ON c.id = e.case_id
            UNION ALL
            SELECT c.case_no, i.evidence_prefix || 'manifest.json', i.manifest_sha256
            FROM case_incidents i JOIN cases c ON c.id = i.case_id
            UNION ALL
            SELECT c.case_no, i.evidence_prefix || (p.part ->> 'name'), p.part ->> 'sha256'
            FROM case_incidents i JOIN cases c ON c.id = i.case_id, jsonb_array_elements(i.parts) p (part)""";

    /** What retention deleted, or is about to, need not be there. */
    private static final String KEPT = """
            NOT EXISTS (SELECT 1 FROM deletions d JOIN cases g ON g.id = d.case_id
                WHERE g.case_no = named.case_no AND d.objects @> jsonb_build_array(jsonb_build_object('key', named.key)))""";

    private NamedEvidence() {}

    /** A sentence for each object that is missing or is another. */
    static List<String> problems(Tables tables, Map<String, Kept> objects) throws SQLException {
        List<String> problems = new ArrayList<>();
        for (List<String> row :
                tables.rows("SELECT * FROM (" + SQL + ") named WHERE " + KEPT + " ORDER BY case_no, key")) {
            Kept kept = objects.get(row.get(1));
            if (kept == null) {
                problems.add("case %s: %s is missing".formatted(row.get(0), row.get(1)));
            } else if (!kept.sha256().equals(row.get(2))) {
                problems.add("case %s: %s: expected digest %s, found %s"
                        .formatted(row.get(0), row.get(1), row.get(2), kept.sha256()));
            }
        }
        return problems;
    }
}
