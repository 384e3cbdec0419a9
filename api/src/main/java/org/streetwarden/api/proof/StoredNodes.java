package org.streetwarden.api.proof;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.streetwarden.proof.MerkleTree;

/** The tree's nodes in the database; what one computation needs is fetched by one query. */
final class StoredNodes {

    private static final byte[] NOTHING = new byte[MerkleTree.HASH_BYTES];

    private record Place(int level, long position) {}

    private StoredNodes() {}

    /** @param computation run twice, first to learn which nodes it reads: that must not depend on their hashes */
    static <T> T with(Handle handle, Function<MerkleTree.Nodes, T> computation) {
        Set<Place> wanted = new LinkedHashSet<>();
        T unread = computation.apply((level, position) -> {
            wanted.add(new Place(level, position));
            return NOTHING;
        });
        if (wanted.isEmpty()) {
            return unread;
        }
        Map<Place, byte[]> stored = fetch(handle, wanted);
        return computation.apply((level, position) -> {
            byte[] hash = stored.get(new Place(level, position));
            if (hash == null) {
                throw new IllegalStateException(
                        "log: expected a node at level %d, position %d, found none".formatted(level, position));
            }
            return hash;
        });
    }

    private static Map<Place, byte[]> fetch(Handle handle, Set<Place> wanted) {
        Map<Place, byte[]> stored = new HashMap<>();
        handle.createQuery("""
                        SELECT level, position, hash FROM log_nodes
                        JOIN unnest(:levels, :positions) AS wanted (level, position) USING (level, position)""")
                .bind("levels", wanted.stream().map(Place::level).toArray(Integer[]::new))
                .bind("positions", wanted.stream().map(Place::position).toArray(Long[]::new))
                .map((row, context) -> Map.entry(new Place(row.getInt(1), row.getLong(2)), row.getBytes(3)))
                .forEach(node -> stored.put(node.getKey(), node.getValue()));
        return stored;
    }

    static void insert(Handle handle, List<MerkleTree.Node> nodes) {
        var batch = handle.prepareBatch("INSERT INTO log_nodes VALUES (:level, :position, :hash)");
        for (MerkleTree.Node node : nodes) {
            batch.bind("level", node.level())
                    .bind("position", node.index())
                    .bind("hash", node.hash())
                    .add();
        }
        batch.execute();
    }
}
