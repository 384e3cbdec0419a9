package org.streetwarden.api.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.CaseIndex.EvidenceObject;
import org.streetwarden.api.evidence.ByteRange;
import org.streetwarden.api.evidence.ByteRange.Wish;
import org.streetwarden.api.evidence.EvidenceMissing;
import org.streetwarden.api.evidence.EvidenceStore;
import org.streetwarden.api.evidence.StoredObject;
import org.streetwarden.api.life.CheckLedger;
import org.streetwarden.api.masking.MaskedClips;
import org.streetwarden.api.masking.MaskedCopy;
import org.streetwarden.api.masking.MaskedStills;
import org.streetwarden.api.masking.NotMasked;
import org.streetwarden.api.retention.RetentionIndex;
import org.streetwarden.casefile.EvidencePart;

/**
 * Hands out evidence as it lies in the store, or masked, with ranges, the digest as its tag, and constant memory. That somebody reads it
 * stands in the log before the first byte leaves; where the log takes no entry, nothing leaves.
 */
final class EvidenceRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceRoutes.class);
    private static final int MAX_MANIFEST_BYTES = 1 << 20;
    private static final int MAX_TRANSFERS = 256;
    private static final Set<String> SHOWN_INLINE = Set.of("video/mp4", "image/jpeg", "application/json");
    private static final String POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; sandbox";

    private final CaseIndex index;
    private final CheckLedger checks;
    private final EvidenceStore store;
    private final MaskedStills stills;
    private final MaskedClips clips;
    private final RetentionIndex retention;
    private final AccessLog accesses;
    private final Workers workers;
    private final Counter sentBytes;
    private final Semaphore transfers = new Semaphore(MAX_TRANSFERS);

    EvidenceRoutes(
            CaseIndex index,
            CheckLedger checks,
            EvidenceStore store,
            MaskedStills stills,
            MaskedClips clips,
            RetentionIndex retention,
            AccessLog accesses,
            Workers workers,
            MeterRegistry registry) {
        this.index = index;
        this.checks = checks;
        this.store = store;
        this.stills = stills;
        this.clips = clips;
        this.retention = retention;
        this.accesses = accesses;
        this.workers = workers;
        this.sentBytes = registry.counter("streetwarden.evidence.sent.bytes");
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/cases/{caseNo}/evidence/{part}", this::serve);
        routes.get("/api/v1/cases/{caseNo}/sightings/{incidentId}/evidence/{part}", this::serve);
        routes.get("/api/v1/cases/{caseNo}/checks/{checkId}/looks/{number}", this::serveLook);
    }

    /** Masked it is coarse all over, since nothing proves who is in it. */
    private void serveLook(RoutingContext context) {
        EvidenceView view = EvidenceView.of(context);
        String caseNo = CaseRoutes.caseNo(context);
        long check = LifeRoutes.checkId(context);
        String number = context.pathParam("number");
        if (!number.matches("[0-9]{1,2}")) {
            throw Problem.notFound("The path holds no number of a look such as 1.");
        }
        workers.run(() -> kept(caseNo, checks.picture(caseNo, check, Integer.parseInt(number))))
                .map(found -> found.orElseThrow(() -> Problem.notFound(
                        "Case %s has no picture of look %s of check %d.".formatted(caseNo, number, check))))
                .onSuccess(object -> {
                    if (view.masked()) {
                        serveMasked(context, object.part().name(), view, () -> coarse(caseNo, object));
                    } else {
                        serve(context, object, view);
                    }
                })
                .onFailure(context::fail);
    }

    private void serve(RoutingContext context) {
        EvidenceView view = EvidenceView.of(context);
        String caseNo = CaseRoutes.caseNo(context);
        String part = context.pathParam("part");
        if (!part.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw Problem.notFound("The path holds no name of evidence such as clip.mp4.");
        }
        String incidentId = context.pathParam("incidentId");
        workers.run(() -> kept(
                        caseNo,
                        incidentId == null ? index.evidence(caseNo, part) : index.evidence(caseNo, incidentId, part)))
                .map(found -> found.orElseThrow(
                        () -> Problem.notFound("Case " + caseNo + " has no evidence named " + part + ".")))
                .onSuccess(object -> serve(context, object, view))
                .onFailure(context::fail);
    }

    /** @throws Problem 410 where a rule of retention deleted it, or is about to */
    private Optional<EvidenceObject> kept(String caseNo, Optional<EvidenceObject> object) {
        object.flatMap(found -> retention.deletionOf(caseNo, found.key())).ifPresent(gone -> {
            throw Problem.of(
                    410,
                    "Deleted",
                    "It was kept %s by the rule for %s and deleted at %s; %s."
                            .formatted(
                                    gone.keeps(),
                                    gone.material(),
                                    gone.at(),
                                    gone.logPosition() < 0
                                            ? "the log will say so"
                                            : "entry " + gone.logPosition() + " of the log proves it"));
        });
        return object;
    }

    private void serve(RoutingContext context, EvidenceObject object, EvidenceView view) {
        boolean manifest = object.part() == null;
        if (view.masked() && !manifest && !object.part().mime().equals("application/json")) {
            if (MaskedClips.isClip(object.part().name())) {
                serveMaskedClip(context, view);
            } else {
                String part = object.part().name();
                String caseNo = context.pathParam("caseNo");
                String incidentId = context.pathParam("incidentId");
                serveMasked(context, part, view, () -> masked(caseNo, incidentId, part));
            }
            return;
        }
        putHeaders(
                context.response(),
                manifest ? "application/json" : object.part().mime(),
                object.sha256());
        if (matches(context, "If-None-Match", object.sha256())) {
            context.response().setStatusCode(304).end();
        } else if (manifest) {
            AccessLog.Access access = AccessLog.access(context, "VIEW", context.pathParam("caseNo"), "manifest.json");
            workers.run(() -> {
                        accesses.note(access);
                        return manifest(object);
                    })
                    .onSuccess(bytes -> sendBytes(context, bytes, object.sha256()))
                    .onFailure(failure -> failed(context, failure));
        } else {
            sendPart(context, object, view);
        }
    }

    /** Nothing leaves of which no masked copy can be made. */
    private void serveMasked(RoutingContext context, String part, EvidenceView view, Callable<MaskedCopy> masked) {
        AccessLog.Access access = view.access(context, part);
        workers.run(() -> {
                    MaskedCopy copy = masked.call();
                    accesses.note(access);
                    return copy;
                })
                .onSuccess(copy -> {
                    putHeaders(context.response(), "image/jpeg", copy.sha256());
                    context.response().putHeader("X-Evidence-View", "masked");
                    if (matches(context, "If-None-Match", copy.sha256())) {
                        context.response().setStatusCode(304).end();
                    } else {
                        sendBytes(context, copy.jpeg(), copy.sha256());
                    }
                })
                .onFailure(failure -> failed(context, failure));
    }

    private void serveMaskedClip(RoutingContext context, EvidenceView view) {
        String caseNo = context.pathParam("caseNo");
        String incidentId = context.pathParam("incidentId");
        workers.run(() -> kept(caseNo, Optional.of(maskedClip(caseNo, incidentId)))
                        .orElseThrow())
                .onSuccess(copy -> {
                    putHeaders(context.response(), copy.part().mime(), copy.sha256());
                    context.response().putHeader("X-Evidence-View", "masked");
                    if (matches(context, "If-None-Match", copy.sha256())) {
                        context.response().setStatusCode(304).end();
                    } else {
                        sendPart(context, copy, view);
                    }
                })
                .onFailure(failure -> failed(context, failure));
    }

    private EvidenceObject maskedClip(String caseNo, String incidentId) throws IOException {
        try {
            return clips.of(caseNo, incidentId);
        } catch (NotMasked none) {
            throw unmasked(caseNo, EvidencePart.CLIP, none);
        }
    }

    private MaskedCopy masked(String caseNo, String incidentId, String part) throws IOException {
        try {
            return stills.of(caseNo, incidentId, part);
        } catch (NotMasked unfit) {
            throw unmasked(caseNo, part, unfit);
        }
    }

    private MaskedCopy coarse(String caseNo, EvidenceObject picture) throws IOException {
        try {
            return stills.coarse(picture);
        } catch (NotMasked unfit) {
            throw unmasked(caseNo, picture.part().name(), unfit);
        }
    }

    private static Problem unmasked(String caseNo, String part, NotMasked unfit) {
        LOG.info("case {}: {} is not shown masked: {}", caseNo, part, unfit.getMessage());
        return Problem.of(
                403,
                "Masked only",
                "No masked copy of %s can be shown: %s. Reviewers and auditors may ask with view=original and why."
                        .formatted(part, unfit.getMessage()));
    }

    private static void putHeaders(HttpServerResponse response, String mime, String sha256) {
        boolean inline = SHOWN_INLINE.contains(mime);
        response.putHeader("Content-Type", inline ? mime : "application/octet-stream")
                .putHeader("Content-Disposition", inline ? "inline" : "attachment")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("ETag", '"' + sha256 + '"')
                .putHeader("Cache-Control", "private, no-cache")
                .putHeader("Accept-Ranges", "bytes");
    }

    private static boolean matches(RoutingContext context, String header, String sha256) {
        String tags = context.request().getHeader(header);
        return tags != null
                && Arrays.stream(tags.split(",", 64))
                        .map(String::strip)
                        .anyMatch(tag -> tag.equals('"' + sha256 + '"') || tag.equals("W/\"" + sha256 + '"'));
    }

    /** The manifest is small and proves the rest, so it is checked before it is shown. */
    private byte[] manifest(EvidenceObject object) throws IOException {
        byte[] bytes = store.read(object.key(), MAX_MANIFEST_BYTES);
        if (!sha256(bytes).equals(object.sha256())) {
            throw damaged(object.key() + " does not have the digest it was filed with");
        }
        return bytes;
    }

    /** @return null, already answered, where the range lies beyond the end */
    private static ByteRange range(RoutingContext context, long totalBytes, String sha256) {
        String ifRange = context.request().getHeader("If-Range");
        boolean stale = ifRange != null && !ifRange.strip().equals('"' + sha256 + '"');
        Wish wish = ByteRange.parse(stale ? null : context.request().getHeader("Range"), totalBytes);
        return switch (wish) {
            case Wish.Whole whole -> new ByteRange(0, totalBytes - 1);
            case Wish.Part part -> {
                context.response()
                        .setStatusCode(206)
                        .putHeader(
                                "Content-Range",
                                "bytes %d-%d/%d"
                                        .formatted(
                                                part.range().first(),
                                                part.range().last(),
                                                totalBytes));
                yield part.range();
            }
            case Wish.Unsatisfiable beyond -> {
                context.response().putHeader("Content-Range", "bytes */" + totalBytes);
                context.fail(Problem.of(416, "Range not satisfiable", "The object has " + totalBytes + " bytes."));
                yield null;
            }
        };
    }

    private void sendBytes(RoutingContext context, byte[] bytes, String sha256) {
        ByteRange range = range(context, bytes.length, sha256);
        if (range != null) {
            context.response()
                    .end(Buffer.buffer(Arrays.copyOfRange(bytes, (int) range.first(), (int) range.last() + 1)));
        }
    }

    private void sendPart(RoutingContext context, EvidenceObject object, EvidenceView view) {
        long totalBytes = object.part().bytes();
        ByteRange range = range(context, totalBytes, object.sha256());
        if (range == null) {
            return;
        }
        HttpServerResponse response = context.response().putHeader("Content-Length", Long.toString(range.length()));
        if (context.request().method().equals(HttpMethod.HEAD) || range.length() == 0) {
            response.end();
        } else if (!transfers.tryAcquire()) {
            failed(context, Problem.unavailable("Too much evidence is being read; try again soon."));
        } else {
            transfer(context, object, range, view);
        }
    }

    private void transfer(RoutingContext context, EvidenceObject object, ByteRange range, EvidenceView view) {
        AccessLog.Access access = view.access(context, object.part().name());
        workers.run(() -> {
                    accesses.note(access);
                    return open(object, range);
                })
                .onSuccess(opened -> new Transfer(context.response(), opened, range.length(), workers, bytes -> {
                            transfers.release();
                            sentBytes.increment((double) bytes);
                        })
                        .start())
                .onFailure(failure -> {
                    transfers.release();
                    failed(context, failure);
                });
    }

    private StoredObject open(EvidenceObject object, ByteRange range) throws IOException {
        StoredObject opened = store.open(object.key(), range.first(), range.length());
        if (opened.totalBytes() != object.part().bytes()) {
            opened.close();
            throw damaged("%s has %d bytes, filed were %d"
                    .formatted(object.key(), opened.totalBytes(), object.part().bytes()));
        }
        return opened;
    }

    private static void failed(RoutingContext context, Throwable failure) {
        HttpServerResponse response = context.response();
        for (String header :
                Set.of("Content-Length", "ETag", "Content-Range", "Content-Disposition", "Accept-Ranges")) {
            response.headers().remove(header);
        }
        if (failure instanceof EvidenceMissing) {
            LOG.error("{}", failure.getMessage());
            context.fail(damaged("the store does not hold it"));
        } else if (failure instanceof IOException) {
            LOG.warn("{}", failure.getMessage());
            context.fail(Problem.unavailable("The evidence store does not answer; try again soon."));
        } else {
            context.fail(failure);
        }
    }

    private static Problem damaged(String what) {
        LOG.error("evidence is damaged: {}", what);
        return Problem.of(502, "Evidence damaged", "The stored evidence is not what was filed.");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
