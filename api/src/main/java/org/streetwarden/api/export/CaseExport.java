package org.streetwarden.api.export;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.CaseDetail;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.CaseIndex.EvidenceObject;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.evidence.EvidenceStore;
import org.streetwarden.api.evidence.StoredObject;
import org.streetwarden.api.life.GoneCheck.Sample;
import org.streetwarden.api.proof.EvidenceLog;
import org.streetwarden.api.proof.LogIdentity;
import org.streetwarden.api.proof.Stamps;
import org.streetwarden.api.proof.Stamps.Stamp;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.proof.HashAlgorithm;
import org.streetwarden.proof.LogProof;

/**
 * A case's evidence as it was filed, with its seal, the proof that it stands in the log, its checks and a dossier to read: a ZIP archive
 * as {@code streetwarden evidence verify} takes it. Thread-safe; blocks.
 */
public final class CaseExport {

    static final String LOG_PROOF = "case.tlog-proof";
    static final String TIME_STAMP = "case.tst";
    static final String DOSSIER = "dossier.pdf";

    private static final String MANIFEST = "manifest.json";
    private static final int MAX_MANIFEST_BYTES = 1 << 20;
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final String SHOWN = "-boxes.jpg";

    /** Stands beside what a check saw. */
    static final String BEFORE = "raised.jpg";

    private static final long MAX_SHOWN_BYTES = 8 << 20;
    private static final LocalDateTime FIRST_DAY = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Database database;
    private final CaseIndex index;
    private final EvidenceStore store;
    private final LogIdentity identity;
    private final Clock clock;

    public CaseExport(Database database, CaseIndex index, EvidenceStore store, LogIdentity identity, Clock clock) {
        this.database = database;
        this.index = index;
        this.store = store;
        this.identity = identity;
        this.clock = clock;
    }

    /**
     * What goes out.
     *
     * @param manifest its bytes, which have the digest that the case was filed with
     * @param proof leads to the checkpoint that is time-stamped, where one is; empty where the case was filed before there was
     *     a log
     * @param stamp of that checkpoint; empty where nobody time-stamped one yet
     * @param checks the newest, oldest first
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Plan(
            CaseDetail detail,
            byte[] manifest,
            Optional<LogProof> proof,
            Optional<Stamp> stamp,
            List<CheckPack> checks) {

        public Plan {
            checks = List.copyOf(checks);
        }
    }

    /**
     * Reads what is small.
     *
     * @return empty where there is no such case
     * @throws IOException where the store does not have the manifest as it was filed
     */
    public Optional<Plan> plan(String caseNo) throws IOException {
        Optional<CaseDetail> found = index.find(caseNo);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        EvidenceObject object = index.evidence(caseNo, MANIFEST).orElseThrow();
        byte[] manifest = store.read(object.key(), MAX_MANIFEST_BYTES);
        expectDigest(object, HashAlgorithm.SHA_256.hex(manifest));
        return Optional.of(database.read(handle -> plan(handle, found.get(), manifest)));
    }

    private Plan plan(Handle handle, CaseDetail detail, byte[] manifest) {
        String caseNo = detail.summary().caseNo();
        long size = EvidenceLog.size(handle);
        Optional<LogProof> proof = EvidenceLog.proof(handle, identity, caseNo, size);
        Optional<Stamp> stamp = proof.flatMap(each -> Stamps.over(handle, each.index()));
        Optional<LogProof> stamped = stamp.flatMap(each -> EvidenceLog.proof(
                        handle, identity, caseNo, each.checkpoint().size())
                .map(each::under));
        List<CheckPack> checks = CheckPack.of(handle, identity, caseNo, size);
        return new Plan(detail, manifest, stamped.or(() -> proof), stamp, checks);
    }

    /**
     * Writes the archive. Where it fails, the archive has no directory, so that nobody takes it for whole.
     *
     * @param out stays the caller's to close
     * @throws IOException also where a part is not what was filed
     */
    public void write(Plan plan, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        zip.setLevel(Deflater.NO_COMPRESSION);
        put(zip, MANIFEST, plan.manifest());
        Map<String, byte[]> stills = new LinkedHashMap<>();
        String caseNo = plan.detail().summary().caseNo();
        for (EvidencePart part : plan.detail().parts()) {
            zip.putNextEntry(entry(part.name()));
            EvidenceObject object = index.evidence(caseNo, part.name()).orElseThrow();
            if (isShown(plan, part.name()) && part.bytes() <= MAX_SHOWN_BYTES) {
                stills.put(part.name(), kept(object, zip));
            } else {
                copy(object, zip);
            }
            zip.closeEntry();
        }
        for (CheckPack check : plan.checks()) {
            write(check, zip, stills);
        }
        if (plan.proof().isPresent()) {
            put(zip, LOG_PROOF, plan.proof().get().encode());
        }
        if (plan.stamp().isPresent()) {
            put(zip, TIME_STAMP, plan.stamp().get().token());
        }
        zip.putNextEntry(entry(DOSSIER));
        DossierPaper.write(plan, stills, clock.instant(), new KeptOpen(zip));
        zip.closeEntry();
        zip.finish();
    }

    private static boolean isShown(Plan plan, String name) {
        return name.endsWith(SHOWN) || (name.equals(BEFORE) && !plan.checks().isEmpty());
    }

    /** What a check rests on, what proves it, and its pictures. */
    private void write(CheckPack check, ZipOutputStream zip, Map<String, byte[]> stills) throws IOException {
        put(zip, check.manifestName(), check.evidence().manifest());
        if (check.evidence().seal().isPresent()) {
            put(zip, check.sealName(), check.evidence().seal().get());
        }
        if (check.proof().isPresent()) {
            put(zip, check.proofName(), check.proof().get().encode());
        }
        Optional<Sample> after = check.after();
        for (Sample sample : check.pictured()) {
            EvidencePart picture = sample.shot().picture();
            EvidenceObject object = new EvidenceObject(sample.shot().pictureKey(), picture.sha256(), picture);
            String name = check.pictureName(sample.shot().number());
            zip.putNextEntry(entry(name));
            if (after.filter(sample::equals).isPresent() && picture.bytes() <= MAX_SHOWN_BYTES) {
                stills.put(name, kept(object, zip));
            } else {
                copy(object, zip);
            }
            zip.closeEntry();
        }
    }

    /** Copies an object that is shown on paper as well. */
    private byte[] kept(EvidenceObject object, OutputStream out) throws IOException {
        ByteArrayOutputStream still = new ByteArrayOutputStream();
        copy(object, still);
        still.writeTo(out);
        return still.toByteArray();
    }

    private void copy(EvidenceObject object, OutputStream out) throws IOException {
        EvidencePart part = object.part();
        var digest = HashAlgorithm.SHA_256.digest();
        if (part.bytes() > 0) {
            try (StoredObject opened = store.open(object.key(), 0, part.bytes())) {
                InputStream in = opened.content();
                byte[] chunk = new byte[CHUNK_BYTES];
                for (int n; (n = in.read(chunk)) > 0; ) {
                    digest.update(chunk, 0, n);
                    out.write(chunk, 0, n);
                }
            }
        }
        expectDigest(object, HexFormat.of().formatHex(digest.digest()));
    }

    /** PDFBox closes what it writes to. */
    private static final class KeptOpen extends FilterOutputStream {
        KeptOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private static void expectDigest(EvidenceObject object, String found) throws IOException {
        if (!found.equals(object.sha256())) {
            throw new IOException(
                    "evidence %s: expected SHA-256 %s, found %s".formatted(object.key(), object.sha256(), found));
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(entry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(FIRST_DAY);
        return entry;
    }
}
