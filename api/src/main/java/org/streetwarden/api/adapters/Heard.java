package org.streetwarden.api.adapters;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.streetwarden.api.adapters.Adapter.Answers;
import org.streetwarden.api.cases.CaseStatus;

/**
 * What a platform's answer means. It keeps nothing of what they wrote but their number, and words that the adapter names.
 *
 * @param caseNo their number; null where there is none
 * @param said how they say that the case stands; null where they do not
 * @param detail a few words
 */
public record Heard(Meaning meaning, String caseNo, CaseStatus said, String detail) {

    private static final int MOST_NUMBER_CHARS = 64;
    private static final int MOST_WORDS_CHARS = 4000;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .build())
            .build();

    /** What it comes to. */
    public enum Meaning {
        TAKEN,
        REFUSED,
        RETRY
    }

    /** @param status of HTTP, neither 410 nor one that asks for patience */
    public static Heard of(Adapter adapter, int status, byte[] body) {
        Answers answers = adapter.answers();
        JsonNode answer = parse(body);
        String number = text(answer, answers.caseNo(), MOST_NUMBER_CHARS);
        String word = text(answer, answers.status(), MOST_NUMBER_CHARS);
        CaseStatus said = word == null ? null : adapter.states().of(word).orElse(null);
        if (status / 100 == 2 && well(answers, answer)) {
            return said == CaseStatus.REFUSED
                    ? new Heard(Meaning.REFUSED, number, said, "it does not take the case")
                    : new Heard(Meaning.TAKEN, number, said, "it took the case");
        }
        return unwell(answers, String.valueOf(text(answer, answers.words(), MOST_WORDS_CHARS)), number, said);
    }

    /** Whether an answer says that all is well, or need not say it. */
    static boolean well(Answers answers, JsonNode answer) {
        String ok = String.valueOf(text(answer, answers.ok(), MOST_NUMBER_CHARS));
        return answers.ok() == null || answers.okWords().contains(ok);
    }

    private static Heard unwell(Answers answers, String words, String number, CaseStatus said) {
        String known = named(answers.known(), words);
        if (known != null) {
            return new Heard(Meaning.TAKEN, number, said, "it had the case already: " + known);
        }
        String refused = named(answers.refused(), words);
        if (refused != null) {
            return new Heard(Meaning.REFUSED, number, CaseStatus.REFUSED, "it does not take the case: " + refused);
        }
        String retried = named(answers.retried(), words);
        return retried != null || answers.retryOthers()
                ? new Heard(Meaning.RETRY, null, null, retried == null ? "it did not take it" : "not now: " + retried)
                : new Heard(Meaning.REFUSED, number, CaseStatus.REFUSED, "it does not take the case");
    }

    /** Their number for a case that was asked for; null where they have none. */
    public static String found(Adapter adapter, byte[] body) {
        return text(parse(body), adapter.lookup().orElseThrow().caseNo(), MOST_NUMBER_CHARS);
    }

    private static String named(List<String> named, String words) {
        return named.stream().filter(words::contains).findFirst().orElse(null);
    }

    static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException noJson) {
            return JSON.missingNode();
        }
    }

    /** @return null where it is neither a word nor a whole number, too long or unprintable */
    static String text(JsonNode answer, String pointer, int mostChars) {
        JsonNode node = pointer == null || answer == null ? JSON.missingNode() : answer.at(pointer);
        String text = node.isTextual() || node.isIntegralNumber() || node.isBoolean()
                ? node.asText().strip()
                : "";
        boolean sound = !text.isEmpty()
                && text.length() <= mostChars
                && text.codePoints()
                        .noneMatch(
                                each -> Character.isISOControl(each) || Character.getType(each) == Character.SURROGATE);
        return sound ? text : null;
    }
}
