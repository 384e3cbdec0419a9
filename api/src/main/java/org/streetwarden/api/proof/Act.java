package org.streetwarden.api.proof;

import java.time.Instant;
import java.util.TreeMap;
import org.streetwarden.proof.CanonicalJson;

/**
 * Something that somebody did, as the audit log keeps it.
 *
 * @param action one word in capitals, as VIEW
 * @param who as he says; empty where he does not
 * @param address of his connection; empty where it was no request
 * @param caseNo null where it is of no case
 * @param subject what of it: a part's name, a digest, a summary; at most 1,000 characters
 */
public record Act(Instant at, String action, String who, String address, String caseNo, String subject) {

    private static final int MAX_SUBJECT_CHARS = 1000;

    /** The entry's bytes: canonical JSON. */
    byte[] encode() {
        TreeMap<String, Object> members = new TreeMap<>();
        members.put("type", "audit");
        members.put("at", at.toString());
        members.put("action", action);
        members.put("who", who);
        members.put("address", address);
        members.put("caseNo", caseNo);
        members.put(
                "subject", subject.length() > MAX_SUBJECT_CHARS ? subject.substring(0, MAX_SUBJECT_CHARS) : subject);
        return CanonicalJson.write(members);
    }
}
