package org.streetwarden.evidence;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.evidence.EvidencePack.Asked;
import org.streetwarden.evidence.Statement.Standing;
import org.streetwarden.filing.Digests;
import org.streetwarden.media.Clip;
import org.streetwarden.media.GopRing;
import org.streetwarden.proof.Checkpoint;
import org.streetwarden.proof.LogProof;
import org.streetwarden.proof.ManifestEntry;
import org.streetwarden.proof.MerkleTree;
import org.streetwarden.proof.NoteKey;
import org.streetwarden.proof.Seal;
import org.streetwarden.proof.SignedNote;
import org.streetwarden.proof.TrustedKeys;

/** Thousands of changes of one exported pack; a verifier who knows the keys takes none of them. */
class EvidenceMutationTest {

    private static final String ORIGIN = "city.example/log";
    private static final int LOGGED_AT = 5;
    private static final int LOG_SIZE = 13;

    @TempDir
    private static Path folder;

    private static SigningKeys signer;
    private static SigningKeys log;
    private static Map<String, byte[]> sound;
    private static Map<String, byte[]> another;
    private static Believed believed;

    /** A pack in memory. */
    private record InMemory(Map<String, byte[]> files) implements PackSource {
        @Override
        public List<String> names() {
            return List.copyOf(files.keySet());
        }

        @Override
        public InputStream open(String name) throws IOException {
            if (!files.containsKey(name)) {
                throw new IOException("expected a file, found none");
            }
            return new ByteArrayInputStream(files.get(name));
        }

        @Override
        public void close() {}
    }

    /** A log of cases, of which one is ours. */
    private static final class Log {
        private final Map<String, byte[]> hashes = new HashMap<>();
        private final MerkleTree.Nodes nodes = (level, index) -> hashes.get(level + "/" + index);
        private long size;

        void add(byte[] entry) {
            for (MerkleTree.Node node : MerkleTree.append(nodes, size, MerkleTree.leafHash(entry))) {
                hashes.put(node.level() + "/" + node.index(), node.hash());
            }
            size++;
        }

        LogProof proof(byte[] entry, long index, SigningKeys by) {
            Checkpoint checkpoint = new Checkpoint(ORIGIN, size, MerkleTree.root(nodes, size));
            return new LogProof(entry, index, MerkleTree.inclusion(nodes, index, size), checkpoint.signed(by.key()));
        }
    }

    @BeforeAll
    static void write() throws Exception {
        signer = SigningKeys.named("CN=worker-1,O=City");
        log = SigningKeys.named("CN=log,O=City");
        sound = pack(SampleRaise.ID, signer);
        another = pack("f".repeat(32), signer);
        LogProof proof = log(entries()).proof(entries().get(LOGGED_AT), LOGGED_AT, log);
        sound.put(EvidenceVerifier.LOG_PROOF_FILE, proof.encode());
        believed = new Believed(
                TrustedKeys.parse(signer.certificate().getBytes(US_ASCII)),
                Optional.of(NoteKey.of(ORIGIN, log.key())),
                Optional.of(Checkpoint.of(proof.note())));
    }

    private static Map<String, byte[]> pack(String id, SigningKeys by) throws Exception {
        Path into = Files.createDirectory(folder.resolve(id + System.nanoTime()));
        Clip video = SyntheticVideo.h264(0, 30);
        GopRing ring = SampleRaise.ring(video, 30);
        Raise raise = SampleRaise.of(id, ring, Footage.of(ring, () -> true));
        PackFile still = new PackFile(
                "raised.jpg",
                "image/jpeg",
                new byte[] {1, 2, 3},
                Optional.empty(),
                Instant.EPOCH,
                SampleRaise.RAISED_US);
        EvidencePack.write(
                into,
                raise,
                null,
                List.of(still),
                Optional.of(ClipFile.of(video)),
                new Asked(0, 1_200_000),
                by == null ? null : by.key());
        Map<String, byte[]> files = new TreeMap<>();
        try (var children = Files.newDirectoryStream(into)) {
            for (Path child : children) {
                files.put(child.getFileName().toString(), Files.readAllBytes(child));
            }
        }
        return files;
    }

    private static List<byte[]> entries() {
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < LOG_SIZE; i++) {
            Map<String, byte[]> of = i == LOGGED_AT ? sound : another;
            String digest = Digests.sha256(of.get("manifest.json"));
            String id = i == LOGGED_AT ? SampleRaise.ID : "f".repeat(32);
            entries.add(new ManifestEntry("VA-370126-20261121-00000" + i, id, digest, Instant.EPOCH).encode());
        }
        return entries;
    }

    private static Log log(List<byte[]> entries) {
        Log made = new Log();
        entries.forEach(made::add);
        return made;
    }

    private static boolean taken(Map<String, byte[]> files) throws IOException {
        return EvidenceVerifier.verify(new InMemory(files), believed).sound();
    }

    private static Map<String, byte[]> with(String name, byte[] file) {
        Map<String, byte[]> files = new TreeMap<>(sound);
        files.put(name, file);
        return files;
    }

    @Test
    void takesTheSoundPackAndSaysWhatIsProven() throws Exception {
        var report = EvidenceVerifier.verify(new InMemory(sound), believed);
        assertThat(report.sound()).as(report.toString()).isTrue();
        assertThat(report.statements().stream()
                        .filter(each -> each.standing() == Standing.PROVEN)
                        .map(Statement::sentence))
                .anyMatch(sentence -> sentence.contains("SHA-256 and SM3"))
                .anyMatch(sentence -> sentence.contains("CN=worker-1,O=City signed"))
                .anyMatch(sentence -> sentence.contains("entry 5 of the 13 that log city.example/log"))
                .anyMatch(sentence -> sentence.contains("is the one you kept"));
        assertThat(report.statements().stream().filter(each -> each.standing() == Standing.NOT_PROVEN))
                .hasSize(2);
    }

    @Test
    void refusesFlippedBitsOfEveryFile() throws Exception {
        Random random = new Random(11);
        for (Map.Entry<String, byte[]> file : sound.entrySet()) {
            int bits = file.getValue().length * 8;
            int tries = Math.min(bits, 300);
            for (int round = 0; round < tries; round++) {
                int bit = tries == bits ? round : random.nextInt(bits);
                byte[] flipped = file.getValue().clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(taken(with(file.getKey(), flipped)))
                        .as("%s bit %d", file.getKey(), bit)
                        .isFalse();
            }
        }
    }

    @Test
    void refusesMissingSwappedShortenedAndForeignFiles() throws Exception {
        for (String name : sound.keySet()) {
            Map<String, byte[]> without = new TreeMap<>(sound);
            without.remove(name);
            assertThat(taken(without)).as("without %s", name).isFalse();
            byte[] file = sound.get(name);
            assertThat(taken(with(name, Arrays.copyOf(file, file.length - 1)))).isFalse();
            assertThat(taken(with(name, Arrays.copyOf(file, file.length + 1)))).isFalse();
            for (String other : sound.keySet()) {
                assertThat(other.equals(name) || !taken(with(name, sound.get(other))))
                        .isTrue();
            }
            boolean foreign = another.containsKey(name) && !Arrays.equals(another.get(name), file);
            assertThat(foreign && taken(with(name, another.get(name)))).isFalse();
        }
        assertThat(taken(with("more.mp4", new byte[3]))).isFalse();
    }

    /** The clip's segments in another order, one left out, one twice. */
    @Test
    void refusesAClipWithDroppedOrSwappedStretches() throws Exception {
        byte[] clip = sound.get("clip.mp4");
        int third = clip.length / 3;
        for (int round = 0; round < 100; round++) {
            int length = 1 + round % 60;
            byte[] swapped = clip.clone();
            System.arraycopy(clip, third + round, swapped, 2 * third, length);
            System.arraycopy(clip, 2 * third, swapped, third + round, length);
            assertThat(Arrays.equals(swapped, clip) || !taken(with("clip.mp4", swapped)))
                    .isTrue();
            byte[] dropped = new byte[clip.length - length];
            System.arraycopy(clip, 0, dropped, 0, third);
            System.arraycopy(clip, third + length, dropped, third, dropped.length - third);
            assertThat(taken(with("clip.mp4", dropped))).isFalse();
        }
    }

    @Test
    void refusesAWholePackOfAnotherCaseOrSigner() throws Exception {
        Map<String, byte[]> otherCase = new TreeMap<>(another);
        otherCase.put(EvidenceVerifier.LOG_PROOF_FILE, sound.get(EvidenceVerifier.LOG_PROOF_FILE));
        assertThat(taken(otherCase)).isFalse();
        for (SigningKeys by : new SigningKeys[] {SigningKeys.named("CN=worker-1,O=City"), null}) {
            Map<String, byte[]> forged = pack(SampleRaise.ID, by);
            forged.put(EvidenceVerifier.LOG_PROOF_FILE, sound.get(EvidenceVerifier.LOG_PROOF_FILE));
            assertThat(taken(forged)).isFalse();
        }
        Map<String, byte[]> unsealed = pack(SampleRaise.ID, null);
        unsealed.put(EvidenceManifest.SEAL_FILE, sound.get(EvidenceManifest.SEAL_FILE));
        assertThat(taken(unsealed)).isFalse();
    }

    @Test
    void refusesALogWithARemovedOrReorderedEntryAndAForgedCheckpoint() throws Exception {
        byte[] ours = entries().get(LOGGED_AT);
        for (int changed = 0; changed < LOG_SIZE; changed++) {
            if (changed != LOGGED_AT) {
                List<byte[]> removed = new ArrayList<>(entries());
                removed.remove(changed);
                assertThat(takenBy(removed, indexOf(removed, ours), log)).isFalse();
            }
            int next = (changed + 1) % LOG_SIZE;
            List<byte[]> swapped = new ArrayList<>(entries());
            swapped.set(changed, entries().get(next));
            swapped.set(next, entries().get(changed));
            assertThat(takenBy(swapped, indexOf(swapped, ours), log)).isFalse();
        }
        assertThat(takenBy(entries(), LOGGED_AT, SigningKeys.named("CN=log,O=City")))
                .isFalse();
        assertThat(takenBy(entries(), LOGGED_AT, log)).isTrue();
        LogProof honest = LogProof.decode(sound.get(EvidenceVerifier.LOG_PROOF_FILE));
        SignedNote larger = new SignedNote(
                honest.note().text().replace("\n13\n", "\n14\n"), honest.note().signatures());
        LogProof forged = new LogProof(honest.entry(), honest.index(), honest.hashes(), larger);
        assertThat(taken(with(EvidenceVerifier.LOG_PROOF_FILE, forged.encode())))
                .isFalse();
    }

    private static boolean takenBy(List<byte[]> entries, int index, SigningKeys by) throws IOException {
        LogProof proof = log(entries).proof(entries().get(LOGGED_AT), index, by);
        return taken(with(EvidenceVerifier.LOG_PROOF_FILE, proof.encode()));
    }

    private static int indexOf(List<byte[]> entries, byte[] entry) {
        for (int i = 0; i < entries.size(); i++) {
            if (Arrays.equals(entries.get(i), entry)) {
                return i;
            }
        }
        throw new IllegalStateException("our entry is gone");
    }

    @Test
    void saysWhatIsNotProvenOfAnUnsignedPack() throws Exception {
        var report = EvidenceVerifier.verify(new InMemory(pack(SampleRaise.ID, null)), Believed.NOTHING);
        assertThat(report.sound()).isTrue();
        assertThat(report.statements().stream()
                        .filter(each -> each.standing() == Standing.NOT_PROVEN)
                        .map(Statement::sentence))
                .anyMatch(sentence -> sentence.contains("not signed"))
                .anyMatch(sentence -> sentence.contains("no proof lies beside it"));
    }

    @Test
    void marksADemoKey() throws Exception {
        SigningKeys demo = SigningKeys.named("CN=demo, " + Seal.DEMO_UNIT);
        var report = EvidenceVerifier.verify(new InMemory(pack(SampleRaise.ID, demo)), Believed.NOTHING);
        assertThat(report.sound()).isTrue();
        assertThat(report.statements().toString()).contains("DEMO key", "give --trust");
        assertThat(new String(sound.get("manifest.json"), UTF_8)).startsWith("{\"basis\":");
    }
}
