package org.streetwarden.api.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.life.StatusMap;

/**
 * What came of one try.
 *
 * @param status HTTP status; 0 where there was no answer
 * @param detail one sentence
 * @param platformCaseNo the number that the platform answered with; null where it gave none
 * @param said how it says that the case stands; null where it does not, or in no word that is known
 * @param retryAfter how long it asks to wait, or null
 * @param unwell whether the target, and not only this event, is at fault
 */
record Attempt(
        Outcome outcome,
        int status,
        String detail,
        String platformCaseNo,
        CaseStatus said,
        Duration retryAfter,
        boolean unwell) {

    /** As the table of attempts allows. */
    enum Outcome {
        DELIVERED,
        REFUSED,
        FAILED,
        GONE,
        /** Not sent: a person decides. */
        HELD
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<Integer> NOT_NOW = Set.of(408, 425, 429);
    private static final int MOST_NUMBER_CHARS = 64;

    /** The same, with what was said before it in front. */
    Attempt after(String said) {
        return new Attempt(outcome, status, said + detail, platformCaseNo, this.said, retryAfter, unwell);
    }

    /** Judges an answer: by its status, and where it has one, by the platform's own word for how the case stands. */
    static Attempt of(Reply reply, StatusMap map) {
        if (reply.status() == 0) {
            return new Attempt(Outcome.FAILED, 0, "Not delivered: " + reply.failure() + ".", null, null, null, true);
        }
        JsonNode answer = answer(reply.body());
        String number = text(answer.path("platformCaseNo"), MOST_NUMBER_CHARS);
        String word = text(answer.path("status"), StatusMap.MAX_WORD_CHARS);
        CaseStatus said = word == null ? null : map.of(word).orElse(null);
        Outcome outcome = outcome(reply.status(), number, said);
        String detail = "It answered %d%s%s."
                .formatted(
                        reply.status(),
                        number == null ? "" : " with its number " + number,
                        word == null ? "" : ", the case stands as " + word);
        boolean client = reply.status() / 100 == 4 && !NOT_NOW.contains(reply.status());
        return new Attempt(
                outcome,
                reply.status(),
                detail,
                number,
                said,
                reply.retryAfter(),
                outcome == Outcome.FAILED && !client);
    }

    private static Outcome outcome(int status, String number, CaseStatus said) {
        boolean refused = said == CaseStatus.REFUSED;
        if (status / 100 == 2) {
            return refused ? Outcome.REFUSED : Outcome.DELIVERED;
        }
        if (status == 410) {
            return Outcome.GONE;
        }
        if (status / 100 != 4 || NOT_NOW.contains(status)) {
            return Outcome.FAILED;
        }
        boolean known = status == 409 && number != null;
        return refused ? Outcome.REFUSED : known ? Outcome.DELIVERED : Outcome.FAILED;
    }

    private static JsonNode answer(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node.isObject() ? node : JSON.missingNode();
        } catch (IOException noJson) {
            return JSON.missingNode();
        }
    }

    /** @return null where it is neither a word nor a whole number, too long or unprintable */
    private static String text(JsonNode node, int mostChars) {
        String text =
                node.isTextual() || node.isIntegralNumber() ? node.asText().strip() : "";
        boolean sound = !text.isEmpty()
                && text.length() <= mostChars
                && text.codePoints()
                        .noneMatch(
                                each -> Character.isISOControl(each) || Character.getType(each) == Character.SURROGATE);
        return sound ? text : null;
    }
}
