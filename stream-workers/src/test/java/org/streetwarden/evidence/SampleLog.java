package org.streetwarden.evidence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.streetwarden.proof.Checkpoint;
import org.streetwarden.proof.LogProof;
import org.streetwarden.proof.MerkleTree;

/** A log in memory, for tests. */
final class SampleLog {

    private final String origin;
    private final Map<String, byte[]> hashes = new HashMap<>();
    private final MerkleTree.Nodes nodes = (level, index) -> hashes.get(level + "/" + index);
    private long size;

    private SampleLog(String origin) {
        this.origin = origin;
    }

    static SampleLog of(String origin, List<byte[]> entries) {
        SampleLog log = new SampleLog(origin);
        entries.forEach(log::add);
        return log;
    }

    private void add(byte[] entry) {
        for (MerkleTree.Node node : MerkleTree.append(nodes, size, MerkleTree.leafHash(entry))) {
            hashes.put(node.level() + "/" + node.index(), node.hash());
        }
        size++;
    }

    Checkpoint checkpoint() {
        return new Checkpoint(origin, size, MerkleTree.root(nodes, size));
    }

    List<byte[]> growth(long from, long to) {
        return MerkleTree.consistency(nodes, from, to);
    }

    LogProof proof(byte[] entry, long index, SigningKeys by) {
        return new LogProof(
                entry,
                index,
                MerkleTree.inclusion(nodes, index, size),
                checkpoint().signed(by.key()));
    }
}
