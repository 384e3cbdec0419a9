package org.streetwarden.evidence;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.engines.StampAuthority;
import org.streetwarden.engines.StampAuthority.Made;
import org.streetwarden.evidence.EvidencePack.Asked;
import org.streetwarden.evidence.Statement.Standing;
import org.streetwarden.filing.Digests;
import org.streetwarden.media.Clip;
import org.streetwarden.media.GopRing;
import org.streetwarden.proof.Checkpoint;
import org.streetwarden.proof.HashAlgorithm;
import org.streetwarden.proof.LogProof;
import org.streetwarden.proof.ManifestEntry;
import org.streetwarden.proof.NoteKey;
import org.streetwarden.proof.Seal;
import org.streetwarden.proof.SignedNote;
import org.streetwarden.proof.TimeStampAuthorities;
import org.streetwarden.proof.TimeStampToken;
import org.streetwarden.proof.TrustedKeys;

/** Thousands of changes of one exported pack; a verifier who knows the keys takes none of them. */
class EvidenceMutationTest {

    private static final String ORIGIN = "city.example/log";
    private static final int LOGGED_AT = 5;
    private static final int CHECKED_AT = 9;
    private static final int LOG_SIZE = 13;
    private static final String CASE_NO = "VA-370126-20261121-00000" + LOGGED_AT;

    @TempDir
    private static Path folder;

    private static final String RSA = "SHA256withRSA";
    private static final Instant RAISED = Instant.parse("2026-11-21T23:59:50Z");
    private static final Instant STAMPED = RAISED.plusSeconds(600);

    private static StampAuthority authority;
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

    @BeforeAll
    static void write() throws Exception {
        signer = SigningKeys.named("CN=worker-1,O=City");
        log = SigningKeys.named("CN=log,O=City");
        sound = pack(SampleRaise.ID, signer);
        another = pack("f".repeat(32), signer);
        LogProof proof = log(entries()).proof(entries().get(LOGGED_AT), LOGGED_AT, log);
        sound.put(EvidenceVerifier.LOG_PROOF_FILE, proof.encode());
        LogProof checked = log(entries()).proof(entries().get(CHECKED_AT), CHECKED_AT, log);
        SampleCheck.into(sound, CASE_NO, checked, log);
        authority = StampAuthority.of(Made.well(RSA));
        sound.put(
                EvidenceVerifier.TIME_STAMP_FILE, stamp(authority, proof.note().text(), STAMPED));
        believed = new Believed(
                TrustedKeys.parse(signer.certificate().getBytes(US_ASCII)),
                Optional.of(NoteKey.of(ORIGIN, log.key())),
                Optional.of(Checkpoint.of(proof.note())),
                Optional.empty(),
                TimeStampAuthorities.parse(authority.signerPem().getBytes(US_ASCII)));
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

    private static byte[] stamp(StampAuthority by, String text, Instant at) throws IOException {
        byte[] digest = HashAlgorithm.SHA_256.digest().digest(text.getBytes(UTF_8));
        return by.token(new StampAuthority.Asked(digest, null, BigInteger.TEN), at);
    }

    private static List<byte[]> entries() {
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < LOG_SIZE; i++) {
            Map<String, byte[]> of = i == LOGGED_AT ? sound : another;
            String digest = Digests.sha256(of.get("manifest.json"));
            String id = i == LOGGED_AT ? SampleRaise.ID : "f".repeat(32);
            entries.add(new ManifestEntry("VA-370126-20261121-00000" + i, id, digest, Instant.EPOCH).encode());
        }
        entries.set(CHECKED_AT, SampleCheck.act(CASE_NO, Digests.sha256(sound.get("manifest.json")), log));
        return entries;
    }

    private static SampleLog log(List<byte[]> entries) {
        return SampleLog.of(ORIGIN, entries);
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
                .anyMatch(sentence -> sentence.contains("is the one you kept"))
                .anyMatch(
                        sentence -> sentence.contains("check 7 (GONE, 2026-11-22T01:00:00Z) is of this case, entry 9"))
                .anyMatch(sentence -> sentence.contains("check 7 is unchanged since CN=log,O=City signed it"))
                .anyMatch(sentence -> sentence.contains("CN=Time,O=City at " + STAMPED));
        assertThat(report.statements().stream().filter(each -> each.standing() == Standing.NOT_PROVEN))
                .hasSize(1);
    }

    @Test
    void refusesBackDatedForeignAndUnfitTimeStamps() throws Exception {
        String text = LogProof.decode(sound.get(EvidenceVerifier.LOG_PROOF_FILE))
                .note()
                .text();
        for (int hours = 1; hours < 500; hours *= 2) {
            assertThat(taken(with(
                            EvidenceVerifier.TIME_STAMP_FILE,
                            stamp(authority, text, RAISED.minusSeconds(hours * 3600L)))))
                    .as("%d hours early", hours)
                    .isFalse();
        }
        List<StampAuthority> unfit = List.of(
                StampAuthority.of(Made.well(RSA)),
                StampAuthority.of(new Made(RSA, KeyPurposeId.id_kp_timeStamping, true, RAISED.minusSeconds(9), RAISED)),
                StampAuthority.of(new Made(RSA, KeyPurposeId.id_kp_codeSigning, true, RAISED, STAMPED.plusSeconds(9))),
                StampAuthority.of(new Made(RSA, null, true, RAISED, STAMPED.plusSeconds(9))));
        for (StampAuthority each : unfit) {
            byte[] token = stamp(each, text, STAMPED);
            assertThat(taken(with(EvidenceVerifier.TIME_STAMP_FILE, token))).isFalse();
            boolean itself = each != unfit.getFirst();
            assertThat(itself && verified(token, each.signerPem()).sound()).isFalse();
        }
        assertThat(taken(with(EvidenceVerifier.TIME_STAMP_FILE, stamp(authority, text + "x", STAMPED))))
                .isFalse();
        assertThat(taken(with(EvidenceVerifier.TIME_STAMP_FILE, new byte[TimeStampToken.MAX_BYTES + 1])))
                .isFalse();
    }

    private static EvidenceVerifier.Report verified(byte[] token, String pem) throws Exception {
        Believed others = new Believed(
                TrustedKeys.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TimeStampAuthorities.parse(pem.getBytes(US_ASCII)));
        return EvidenceVerifier.verify(new InMemory(with(EvidenceVerifier.TIME_STAMP_FILE, token)), others);
    }

    /** A checkpoint that was kept when the log was smaller, or later, when it was larger. */
    @Test
    void takesTheLogOnlyAsAContinuationOfTheCheckpointThatWasKept() throws Exception {
        List<byte[]> entries = new ArrayList<>(entries());
        List<byte[]> forged = new ArrayList<>(entries);
        forged.set(0, entries.get(1));
        for (int i = 0; i < 7; i++) {
            entries.add(entries.get(i));
            forged.add(entries.get(i));
        }
        for (int kept = 1; kept <= entries.size(); kept++) {
            int from = Math.min(kept, LOG_SIZE);
            int to = Math.max(kept, LOG_SIZE);
            var growth = Optional.of(new GrowthProof(from, to, log(entries).growth(from, to)));
            Believed honest = keeping(log(entries.subList(0, kept)).checkpoint(), growth);
            assertThat(EvidenceVerifier.verify(new InMemory(sound), honest).sound())
                    .as("kept at %d", kept)
                    .isTrue();
            Believed lied = keeping(log(forged.subList(0, kept)).checkpoint(), growth);
            assertThat(EvidenceVerifier.verify(new InMemory(sound), lied).sound())
                    .as("another log, at %d", kept)
                    .isFalse();
        }
        Believed unproven = keeping(log(entries).checkpoint(), Optional.empty());
        assertThat(EvidenceVerifier.verify(new InMemory(sound), unproven).sound())
                .isFalse();
    }

    private static Believed keeping(Checkpoint kept, Optional<GrowthProof> growth) {
        return new Believed(TrustedKeys.NONE, Optional.empty(), Optional.of(kept), growth, TimeStampAuthorities.NONE);
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
