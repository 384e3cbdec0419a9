package org.streetwarden.api.open311;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.Database;
import org.streetwarden.zone.Kind;

/** Finds the cases that may be told of: those that were handed over or are about to be. Thread-safe; blocks. */
public final class RequestIndex {

    /** What waits, was rejected, or was void before anybody was told of it is nobody's business. */
    private static final String QUERY = """
            SELECT c.case_no, c.kind, c.status, c.raised_at, c.status_since, c.camera_name,
                p.unit, p.due_at, p.longitude, p.latitude
            FROM cases c LEFT JOIN case_places p ON p.case_id = c.id
            WHERE (c.status IN ('APPROVED', 'PUSHED', 'ACCEPTED', 'REFUSED', 'REGISTERED', 'DISPATCHED', 'HANDLED',
                    'VERIFYING', 'CLOSED', 'REWORK', 'SHELVED')
                OR c.status = 'VOID' AND c.platform_case_no IS NOT NULL)
                AND %s
                AND (cardinality(CAST(:kinds AS text[])) = 0 OR c.kind = ANY(:kinds))
                AND coalesce(CAST(:open AS boolean) = (c.status NOT IN ('CLOSED', 'REFUSED', 'VOID')), true)
            ORDER BY c.raised_at DESC, c.id DESC LIMIT :limit OFFSET :offset""";

    private static final String BY_TIME = QUERY.formatted("c.raised_at BETWEEN :from AND :to");
    private static final String BY_NUMBER = QUERY.formatted("c.case_no = ANY(:numbers)");

    private final Database database;

    public RequestIndex(Database database) {
        this.database = database;
    }

    /** Newest first. */
    public List<ServiceRequest> find(RequestFilter filter) {
        return database.read(handle -> asked(handle, filter)
                .bind("kinds", filter.kinds().stream().map(Kind::id).toArray(String[]::new))
                .bind("open", filter.open())
                .bind("limit", filter.pageSize())
                .bind("offset", (long) (filter.page() - 1) * filter.pageSize())
                .map((row, context) -> request(row))
                .list());
    }

    private static Query asked(Handle handle, RequestFilter filter) {
        return filter.caseNos().isEmpty()
                ? handle.createQuery(BY_TIME).bind("from", filter.from()).bind("to", filter.to())
                : handle.createQuery(BY_NUMBER).bind("numbers", filter.caseNos().toArray(String[]::new));
    }

    private static ServiceRequest request(ResultSet row) throws SQLException {
        return new ServiceRequest(
                row.getString("case_no"),
                Kind.of(row.getString("kind")).orElseThrow(),
                CaseStatus.valueOf(row.getString("status")),
                row.getTimestamp("raised_at").toInstant(),
                row.getTimestamp("status_since").toInstant(),
                instant(row.getTimestamp("due_at")),
                row.getString("unit"),
                row.getString("camera_name"),
                row.getObject("longitude", Double.class),
                row.getObject("latitude", Double.class));
    }

    private static Instant instant(Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
