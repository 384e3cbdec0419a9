package org.streetwarden.proof;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The Merkle tree of an append-only log (RFC 9162, section 2.1; the same as RFC 6962's): SHA-256, leaves and inner nodes told
 * apart by a first byte. Makes proofs out of stored nodes, O(log n) of them, and checks proofs. Stateless, thread-safe.
 */
public final class MerkleTree {

    public static final int HASH_BYTES = 32;
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private MerkleTree() {}

    /** Where the hashes of whole subtrees lie. */
    public interface Nodes {
        /**
         * @param level 0 for leaves
         * @param index of the subtree over the leaves {@code index << level} up to {@code (index + 1) << level}, exclusive; all
         *     of them are there
         */
        byte[] at(int level, long index);
    }

    /** The hash of one whole subtree. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Node(int level, long index, byte[] hash) {}

    public static byte[] leafHash(byte[] entry) {
        MessageDigest digest = HashAlgorithm.SHA_256.digest();
        digest.update(LEAF);
        return digest.digest(entry);
    }

    private static byte[] nodeHash(byte[] left, byte[] right) {
        MessageDigest digest = HashAlgorithm.SHA_256.digest();
        digest.update(NODE);
        digest.update(left);
        return digest.digest(right);
    }

    /**
     * What one more leaf adds.
     *
     * @param nodes of the tree before
     * @param size of the tree before, which is the new leaf's index
     * @return the leaf and every subtree that it completes, from the leaf up
     */
    public static List<Node> append(Nodes nodes, long size, byte[] leafHash) {
        List<Node> added = new ArrayList<>();
        Node last = new Node(0, size, leafHash);
        added.add(last);
        while ((last.index() & 1) == 1) {
            byte[] left = nodes.at(last.level(), last.index() - 1);
            last = new Node(last.level() + 1, last.index() >> 1, nodeHash(left, last.hash()));
            added.add(last);
        }
        return added;
    }

    /** The hash of the whole tree; of nothing where it is empty. */
    public static byte[] root(Nodes nodes, long size) {
        return size == 0 ? HashAlgorithm.SHA_256.digest().digest() : hash(nodes, 0, size);
    }

    private static byte[] hash(Nodes nodes, long from, long to) {
        long width = to - from;
        if (Long.bitCount(width) == 1) {
            int level = Long.numberOfTrailingZeros(width);
            return nodes.at(level, from >> level);
        }
        long split = from + Long.highestOneBit(width - 1);
        return nodeHash(hash(nodes, from, split), hash(nodes, split, to));
    }

    /**
     * Proof that a leaf stands in a tree.
     *
     * @param index from 0, below {@code size}
     * @return hashes from the leaf's sibling up
     */
    public static List<byte[]> inclusion(Nodes nodes, long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("expected a leaf below %d, found %d".formatted(size, index));
        }
        List<byte[]> path = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long split = from + Long.highestOneBit(to - from - 1);
            boolean left = index < split;
            path.add(left ? hash(nodes, split, to) : hash(nodes, from, split));
            from = left ? from : split;
            to = left ? split : to;
        }
        Collections.reverse(path);
        return path;
    }

    /**
     * Proof that a tree is the beginning of a larger one.
     *
     * @param first size of the smaller, from 1
     * @param second size of the larger, from {@code first}
     */
    public static List<byte[]> consistency(Nodes nodes, long first, long second) {
        if (first < 1 || first > second) {
            throw new IllegalArgumentException(
                    "expected sizes from 1, in order, found %d, %d".formatted(first, second));
        }
        List<byte[]> path = new ArrayList<>();
        long from = 0;
        long to = second;
        while (to != first) {
            long split = from + Long.highestOneBit(to - from - 1);
            boolean left = first <= split;
            path.add(left ? hash(nodes, split, to) : hash(nodes, from, split));
            from = left ? from : split;
            to = left ? split : to;
        }
        if (from > 0) {
            path.add(hash(nodes, from, to));
        }
        Collections.reverse(path);
        return path;
    }

    /** Whether a leaf stands at an index of the tree with this root (RFC 9162, section 2.1.3.2). */
    public static boolean includes(byte[] root, long size, long index, byte[] leafHash, List<byte[]> path) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = nodeHash(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = nodeHash(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }

    /**
     * Whether the tree of {@code first} leaves is the beginning of that of {@code second} (RFC 9162, section 2.1.4.2).
     *
     * @param first from 1
     */
    public static boolean extendsTo(byte[] firstRoot, long first, byte[] secondRoot, long second, List<byte[]> proof) {
        if (first < 1 || first > second) {
            return false;
        }
        if (first == second) {
            return proof.isEmpty() && Arrays.equals(firstRoot, secondRoot);
        }
        List<byte[]> path = new ArrayList<>(proof);
        if (Long.bitCount(first) == 1) {
            path.addFirst(firstRoot);
        }
        return !path.isEmpty() && climb(path, first, firstRoot, second, secondRoot);
    }

    private static boolean climb(List<byte[]> path, long first, byte[] firstRoot, long second, byte[] secondRoot) {
        int shift = Long.numberOfTrailingZeros(first);
        long node = (first - 1) >> shift;
        long last = (second - 1) >> shift;
        byte[] smaller = path.getFirst();
        byte[] larger = path.getFirst();
        for (byte[] each : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                smaller = nodeHash(each, smaller);
                larger = nodeHash(each, larger);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                larger = nodeHash(larger, each);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(smaller, firstRoot) && Arrays.equals(larger, secondRoot);
    }
}
