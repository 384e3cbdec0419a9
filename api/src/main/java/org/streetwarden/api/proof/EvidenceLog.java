package org.streetwarden.api.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.streetwarden.api.batch.Gathering;
import org.streetwarden.proof.Checkpoint;
import org.streetwarden.proof.LogProof;
import org.streetwarden.proof.ManifestEntry;
import org.streetwarden.proof.MerkleTree;

/**
 * The log itself, within the caller's transaction: an entry stands or falls with what it says. Writers wait for each other
 * from their entry to their commit, so write it late.
 */
public final class EvidenceLog {

    /** Advisory lock of everybody who writes what is read in order, entries here and events. */
    private static final long ORDER_LOCK = 0x5357_4556_454e_5453L;

    private EvidenceLog() {}

    /** Adds a case's manifest. */
    public static void addManifest(Handle handle, ManifestEntry entry) {
        append(
                handle,
                new Fresh(entry.at(), "manifest", entry.caseNo(), entry.incidentId(), null, null, entry.encode()));
    }

    /** Adds an act. */
    public static void addAct(Handle handle, Act act) {
        append(handle, new Fresh(act.at(), "audit", act.caseNo(), null, act.action(), act.who(), act.encode()));
    }

    /** A row of {@code log_entries} without its position. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Fresh(
            Instant at, String type, String caseNo, String incidentId, String action, String who, byte[] body) {}

    private static void append(Handle handle, Fresh entry) {
        if (!Gathering.on(handle)) {
            append(handle, List.of(entry));
            return;
        }
        List<Fresh> waiting = Gathering.once(handle, Fresh.class, ArrayList::new);
        waiting.add(entry);
        Gathering.before(handle, Fresh.class, () -> {
            append(handle, waiting);
            waiting.clear();
        });
    }

    private static void append(Handle handle, List<Fresh> entries) {
        lock(handle);
        long size = size(handle);
        StoredNodes.insert(handle, StoredNodes.with(handle, nodes -> grown(nodes, size, entries)));
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO log_entries (position, at, type, case_no, incident_id, action, who, body)
                VALUES (:position, :at, :type, :case, :incident, :action, :who, :body)""");
        for (Fresh entry : entries) {
            batch.bind("position", size + batch.size())
                    .bind("at", entry.at())
                    .bind("type", entry.type())
                    .bind("case", entry.caseNo())
                    .bind("incident", entry.incidentId())
                    .bind("action", entry.action())
                    .bind("who", entry.who())
                    .bind("body", entry.body())
                    .add();
        }
        batch.execute();
    }

    /** What several leaves add, one behind the other. */
    private static List<MerkleTree.Node> grown(MerkleTree.Nodes stored, long size, List<Fresh> entries) {
        Map<List<Long>, byte[]> fresh = new HashMap<>();
        List<MerkleTree.Node> added = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            byte[] leaf = MerkleTree.leafHash(entries.get(i).body());
            List<MerkleTree.Node> more = MerkleTree.append(
                    (level, index) -> {
                        byte[] hash = fresh.get(List.of((long) level, index));
                        return hash == null ? stored.at(level, index) : hash;
                    },
                    size + i,
                    leaf);
            more.forEach(node -> fresh.put(List.of((long) node.level(), node.index()), node.hash()));
            added.addAll(more);
        }
        return added;
    }

    /** Makes other writers of entries and of events wait until the transaction ends: positions and ids then have no gaps. */
    public static void lockOrder(Handle handle) {
        if (Gathering.on(handle)) {
            Gathering.before(handle, ORDER_LOCK, () -> lock(handle));
        } else {
            lock(handle);
        }
    }

    private static void lock(Handle handle) {
        handle.createQuery("SELECT pg_advisory_xact_lock(:lock) IS NULL")
                .bind("lock", ORDER_LOCK)
                .mapTo(Boolean.class)
                .one();
    }

    /** How many entries there are. */
    public static long size(Handle handle) {
        return handle.createQuery("SELECT coalesce(max(position) + 1, 0) FROM log_entries")
                .mapTo(Long.class)
                .one();
    }

    /** @param size at most what there is */
    public static Checkpoint checkpoint(Handle handle, String origin, long size) {
        return new Checkpoint(origin, size, StoredNodes.with(handle, nodes -> MerkleTree.root(nodes, size)));
    }

    /**
     * Proof that the manifest of the evidence that opened a case stands in the log.
     *
     * @param size of the log that the proof leads to, at most what there is
     * @return empty where the case is not in a log of that size
     */
    public static Optional<LogProof> proof(Handle handle, LogIdentity identity, String caseNo, long size) {
        return handle.createQuery("""
                        SELECT position, body FROM log_entries
                        WHERE case_no = :case AND type = 'manifest' AND position < :size
                        ORDER BY position LIMIT 1""")
                .bind("case", caseNo)
                .bind("size", size)
                .map((row, context) -> proof(handle, identity, row.getLong(1), row.getBytes(2), size))
                .findOne();
    }

    /**
     * The same, leading to the log as it is now; asks the database twice.
     *
     * @return empty where the case is not in the log
     */
    public static Optional<LogProof> proof(Handle handle, LogIdentity identity, String caseNo) {
        return handle.createQuery("""
                        SELECT position, body, (SELECT max(position) + 1 FROM log_entries) FROM log_entries
                        WHERE case_no = :case AND type = 'manifest' ORDER BY position LIMIT 1""")
                .bind("case", caseNo)
                .map((row, context) -> proof(handle, identity, row.getLong(1), row.getBytes(2), row.getLong(3)))
                .findOne();
    }

    /**
     * Proof that an act stands in the log.
     *
     * @param named what its entry has to hold, as a digest
     * @param size of the log that the proof leads to, at most what there is
     * @return empty where there is none in a log of that size
     */
    public static Optional<LogProof> proofOfAct(
            Handle handle, LogIdentity identity, String caseNo, String action, String named, long size) {
        return handle.createQuery("""
                        SELECT position, body FROM log_entries
                        WHERE case_no = :case AND action = :action AND position < :size AND position(:named IN body) > 0
                        ORDER BY position LIMIT 1""")
                .bind("case", caseNo)
                .bind("action", action)
                .bind("size", size)
                .bind("named", named.getBytes(UTF_8))
                .map((row, context) -> proof(handle, identity, row.getLong(1), row.getBytes(2), size))
                .findOne();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record PathAndRoot(List<byte[]> path, byte[] root) {}

    /** Asks the database once for both. */
    private static LogProof proof(Handle handle, LogIdentity identity, long position, byte[] body, long size) {
        PathAndRoot found = StoredNodes.with(
                handle,
                nodes -> new PathAndRoot(MerkleTree.inclusion(nodes, position, size), MerkleTree.root(nodes, size)));
        Checkpoint checkpoint = new Checkpoint(identity.origin(), size, found.root());
        return new LogProof(body, position, found.path(), identity.sign(checkpoint));
    }

    /**
     * Proof that the log only grew.
     *
     * @param from size from 1
     * @param to size from {@code from}, at most what there is
     */
    public static List<byte[]> consistency(Handle handle, long from, long to) {
        return StoredNodes.with(handle, nodes -> MerkleTree.consistency(nodes, from, to));
    }

    /**
     * An entry as it stands in the log.
     *
     * @param body canonical JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Entry(long position, byte[] body) {}

    /**
     * Entries by position.
     *
     * @param caseNo null: of every case and of none
     * @param from first position
     */
    public static List<Entry> entries(Handle handle, String caseNo, long from, int limit) {
        String ofCase = caseNo == null ? "" : " AND case_no = :case";
        var query = handle.createQuery("SELECT position, body FROM log_entries WHERE position >= :from" + ofCase
                        + " ORDER BY position LIMIT :limit")
                .bind("from", from)
                .bind("limit", limit);
        if (caseNo != null) {
            query.bind("case", caseNo);
        }
        return query.map((row, context) -> new Entry(row.getLong(1), row.getBytes(2)))
                .list();
    }
}
