package org.streetwarden.api.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.streetwarden.proof.MerkleTree;

/** The root of the log's entries, computed anew from their bytes, in constant memory. */
final class RunningRoot {

    private static final int FETCH_ROWS = 1000;

    /** The newest whole subtree of each level; an older one is never asked for. */
    private final Map<Integer, MerkleTree.Node> edge = new HashMap<>();

    private long size;

    private RunningRoot() {}

    /**
     * What a log comes to.
     *
     * @param root 64 lower-case hexadecimal digits
     */
    record LogState(long size, String root) {}

    /** @param connection in a transaction, so that it reads piece by piece */
    static LogState of(Connection connection) throws SQLException {
        RunningRoot log = new RunningRoot();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            ResultSet entries = statement.executeQuery("SELECT body FROM log_entries ORDER BY position");
            while (entries.next()) {
                log.add(entries.getBytes(1));
            }
        }
        return new LogState(log.size, HexFormat.of().formatHex(MerkleTree.root(log::hash, log.size)));
    }

    private void add(byte[] entry) {
        MerkleTree.append(this::hash, size, MerkleTree.leafHash(entry)).forEach(node -> edge.put(node.level(), node));
        size++;
    }

    private byte[] hash(int level, long position) {
        MerkleTree.Node node = edge.get(level);
        if (node == null || node.index() != position) {
            throw new IllegalStateException("log: no node at level %d, position %d".formatted(level, position));
        }
        return node.hash();
    }
}
