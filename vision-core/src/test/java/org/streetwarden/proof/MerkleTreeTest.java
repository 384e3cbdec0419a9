package org.streetwarden.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Against the vectors that implementations of RFC 6962 share, and against the definition itself. */
class MerkleTreeTest {

    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    /** A tree in memory. */
    static final class Tree {
        final Map<List<Long>, byte[]> hashes = new HashMap<>();
        final MerkleTree.Nodes nodes = (level, index) -> hashes.get(List.of((long) level, index));
        long size;

        void add(byte[] entry) {
            for (MerkleTree.Node node : MerkleTree.append(nodes, size, MerkleTree.leafHash(entry))) {
                hashes.put(List.of((long) node.level(), node.index()), node.hash());
            }
            size++;
        }

        byte[] root(long at) {
            return MerkleTree.root(nodes, at);
        }

        static Tree of(int entries) {
            Tree tree = new Tree();
            for (int i = 0; i < entries; i++) {
                tree.add(new byte[] {(byte) i, (byte) (i >> 8)});
            }
            return tree;
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static Tree published() {
        Tree tree = new Tree();
        LEAVES.forEach(leaf -> tree.add(HexFormat.of().parseHex(leaf)));
        return tree;
    }

    @Test
    void hasThePublishedRoots() {
        Tree tree = published();
        for (int size = 0; size <= 8; size++) {
            assertThat(hex(tree.root(size))).as("size %d", size).isEqualTo(ROOTS.get(size));
        }
    }

    @Test
    void makesThePublishedProofs() {
        Tree tree = published();
        assertThat(MerkleTree.inclusion(tree.nodes, 0, 8).stream().map(MerkleTreeTest::hex))
                .containsExactly(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
        assertThat(MerkleTree.consistency(tree.nodes, 6, 8).stream().map(MerkleTreeTest::hex))
                .containsExactly(
                        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    }

    @Property(tries = 150)
    void provesEveryLeafAndNoOther(
            @ForAll @IntRange(min = 1, max = 200) int size, @ForAll @IntRange(max = 199) int at) {
        Tree tree = Tree.of(size);
        int index = at % size;
        byte[] root = tree.root(size);
        byte[] leaf = tree.nodes.at(0, index);
        List<byte[]> path = MerkleTree.inclusion(tree.nodes, index, size);
        assertThat(path).hasSizeLessThanOrEqualTo(8);
        assertThat(MerkleTree.includes(root, size, index, leaf, path)).isTrue();
        for (int other = 0; other < size; other++) {
            assertThat(MerkleTree.includes(root, size, other, leaf, path)).isEqualTo(other == index);
        }
        assertThat(MerkleTree.includes(root, size, index, MerkleTree.leafHash(new byte[9]), path))
                .isFalse();
        assertThat(MerkleTree.includes(root, size, size, leaf, path)).isFalse();
        List<byte[]> longer = new ArrayList<>(path);
        longer.add(leaf);
        assertThat(MerkleTree.includes(root, size, index, leaf, longer)).isFalse();
        for (byte[] hash : path) {
            hash[5] ^= 1;
            assertThat(MerkleTree.includes(root, size, index, leaf, path)).isFalse();
            hash[5] ^= 1;
        }
    }

    @Property(tries = 150)
    void provesThatItOnlyGrew(
            @ForAll @IntRange(min = 1, max = 200) int a, @ForAll @IntRange(min = 1, max = 200) int b) {
        int first = Math.min(a, b);
        int second = Math.max(a, b);
        Tree tree = Tree.of(second);
        byte[] before = tree.root(first);
        byte[] after = tree.root(second);
        List<byte[]> proof = MerkleTree.consistency(tree.nodes, first, second);
        assertThat(MerkleTree.extendsTo(before, first, after, second, proof)).isTrue();
        byte[] other = before.clone();
        other[31] ^= 4;
        assertThat(MerkleTree.extendsTo(other, first, after, second, proof)).isFalse();
        assertThat(MerkleTree.extendsTo(before, first, other, second, proof)).isFalse();
        assertThat(MerkleTree.extendsTo(before, 0, after, second, proof)).isFalse();
        for (byte[] hash : proof) {
            hash[0] ^= 1;
            assertThat(MerkleTree.extendsTo(before, first, after, second, proof))
                    .isFalse();
            hash[0] ^= 1;
        }
    }

    @Test
    void showsARemovedAndAReorderedEntry() {
        Tree honest = Tree.of(50);
        for (int changed = 0; changed < 20; changed++) {
            Tree removed = new Tree();
            Tree swapped = new Tree();
            for (int i = 0; i < 50; i++) {
                if (i != changed) {
                    removed.add(new byte[] {(byte) i, 0});
                }
                int instead = i == changed ? changed + 1 : i == changed + 1 ? changed : i;
                swapped.add(new byte[] {(byte) instead, 0});
            }
            for (Tree forged : List.of(removed, swapped)) {
                List<byte[]> proof = MerkleTree.consistency(forged.nodes, 40, forged.size);
                assertThat(MerkleTree.extendsTo(honest.root(40), 40, forged.root(forged.size), forged.size, proof))
                        .isFalse();
            }
        }
    }
}
