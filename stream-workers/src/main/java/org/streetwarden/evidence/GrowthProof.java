package org.streetwarden.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.streetwarden.proof.Checkpoint;
import org.streetwarden.proof.MalformedProof;
import org.streetwarden.proof.MerkleTree;

/**
 * Proof that a log only grew between two sizes, as {@code GET /api/v1/log/consistency} gives it.
 *
 * @param from entries of the smaller
 * @param to entries of the larger
 * @param hashes as RFC 9162, section 2.1.4, orders them
 */
public record GrowthProof(long from, long to, List<byte[]> hashes) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_HASHES = 128;

    public GrowthProof {
        hashes = List.copyOf(hashes);
    }

    /** @throws MalformedProof where it is no such proof */
    public static GrowthProof parse(byte[] file) throws MalformedProof {
        try {
            JsonNode node = JSON.readTree(file);
            List<byte[]> hashes = new ArrayList<>();
            for (JsonNode each : node.path("hashes")) {
                hashes.add(Base64.getDecoder().decode(each.asText()));
            }
            boolean whole = node.path("from").isIntegralNumber()
                    && node.path("to").isIntegralNumber()
                    && node.path("hashes").isArray()
                    && hashes.size() <= MOST_HASHES;
            if (whole) {
                return new GrowthProof(
                        node.get("from").longValue(), node.get("to").longValue(), hashes);
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new MalformedProof(
                    "growth proof: expected JSON with hashes in base64, found something else", unreadable);
        }
        throw new MalformedProof("growth proof: expected from, to and hashes, found something else");
    }

    /** Whether it leads from the smaller of two checkpoints to the larger. */
    boolean joins(Checkpoint one, Checkpoint another) {
        Checkpoint smaller = one.size() < another.size() ? one : another;
        Checkpoint larger = one.size() < another.size() ? another : one;
        return smaller.size() == from
                && larger.size() == to
                && MerkleTree.extendsTo(smaller.root(), from, larger.root(), to, hashes);
    }
}
