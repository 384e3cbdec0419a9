package org.streetwarden.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CheckpointTest {

    private static final String ORIGIN = "city.example/log";
    private static SigningKey key;
    private static LogProof proof;

    @BeforeAll
    static void make() throws Exception {
        key = key(KeyStores.ED25519);
        MerkleTreeTest.Tree tree = MerkleTreeTest.Tree.of(11);
        proof = new LogProof(
                new byte[] {6, 0},
                6,
                MerkleTree.inclusion(tree.nodes, 6, 11),
                new Checkpoint(ORIGIN, 11, tree.root(11)).signed(key));
    }

    private static SigningKey key(String algorithm) throws Exception {
        Instant now = Instant.parse("2026-11-20T08:00:00Z");
        return KeyStores.selfSigned(algorithm, "CN=log", now.minusSeconds(9), now.plusSeconds(9))
                .key();
    }

    /** The example of Go's golang.org/x/mod/sumdb/note, which C2SP's signed-note describes. */
    @Test
    void readsThePublishedNote() throws Exception {
        NoteKey published = NoteKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        SignedNote note = SignedNote.decode("""
                If you think cryptography is the answer to your problem,
                then you don't know what your problem is.

                \u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
                """);
        assertThat(note.signedBy(published)).isTrue();
        assertThat(published.text()).startsWith("PeterNeumann+c74f20a3+");
        assertThat(new SignedNote(note.text().replace("don't", "do"), note.signatures()).signedBy(published))
                .isFalse();
    }

    @Test
    void isSignedByItsLogOnly() throws Exception {
        SignedNote note = SignedNote.decode(proof.note().encode());
        Checkpoint checkpoint = Checkpoint.of(note);
        assertThat(checkpoint.origin()).isEqualTo(ORIGIN);
        assertThat(checkpoint.size()).isEqualTo(11);
        assertThat(note.signedBy(NoteKey.parse(NoteKey.of(ORIGIN, key).text()))).isTrue();
        assertThat(note.signedBy(NoteKey.of("other.example/log", key))).isFalse();
        assertThat(note.signedBy(NoteKey.of(ORIGIN, key(KeyStores.ED25519)))).isFalse();
        SignedNote unsigned = SignedNote.decode(checkpoint.signed(null).encode());
        assertThat(unsigned.signatures()).isEmpty();
        assertThat(unsigned.signedBy(NoteKey.of(ORIGIN, key))).isFalse();
    }

    @Test
    void breaksWithAFlippedBitOfAProof() throws Exception {
        byte[] file = proof.encode();
        NoteKey trusted = NoteKey.of(ORIGIN, key);
        assertThat(stands(file, trusted)).isTrue();
        for (int bit = 0; bit < file.length * 8; bit += 5) {
            byte[] flipped = file.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(stands(flipped, trusted)).as("bit %d", bit).isFalse();
        }
    }

    private static boolean stands(byte[] file, NoteKey trusted) {
        try {
            LogProof read = LogProof.decode(file);
            return read.holds() && read.note().signedBy(trusted);
        } catch (MalformedProof refused) {
            return false;
        }
    }

    @Test
    void takesEd25519AndPlainNamesOnly() throws Exception {
        SigningKey sm2 = key(KeyStores.SM2);
        assertThatThrownBy(() -> NoteKey.of(ORIGIN, sm2)).hasMessageContaining("Ed25519");
        assertThatThrownBy(() -> NoteKey.of("a name", key)).hasMessageContaining("no blank");
        for (String text : new String[] {
            "", "a+b", "a+00000000+AAAA", NoteKey.of(ORIGIN, key).text() + "A"
        }) {
            assertThatThrownBy(() -> NoteKey.parse(text)).isInstanceOf(MalformedProof.class);
        }
        for (String text : new String[] {"", "x\n", "o\n1\n\n", "o\n01\nAAAA\n\n"}) {
            assertThatThrownBy(() -> Checkpoint.of(SignedNote.decode(text))).isInstanceOf(MalformedProof.class);
        }
        assertThatThrownBy(() -> LogProof.decode("c2sp.org/tlog-proof@v2\n".getBytes(UTF_8)))
                .isInstanceOf(MalformedProof.class);
    }
}
