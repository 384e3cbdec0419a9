package org.streetwarden.api.adapters;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.streetwarden.api.life.StatusMap;
import org.streetwarden.directory.CoordinateSystem;

/**
 * How cases are told to one kind of platform, as its YAML file describes it.
 *
 * @param name as messages call it
 * @param crs in which the platform wants coordinates; ours are WGS-84 and are converted once
 * @param body how a form is written
 * @param forms by kind of event; an event without a form is not sent
 * @param dictionaries our word to theirs, by the dictionary's name
 * @param states their words for how a case stands
 * @param lookup how to ask whether they have a case already; empty where sending one twice does no harm
 * @param nearby how to ask for their open cases near one of ours; empty where they cannot be asked
 * @param rate how many requests they bear
 */
public record Adapter(
        String name,
        CoordinateSystem crs,
        Body body,
        Map<String, Form> forms,
        Map<String, Map<String, String>> dictionaries,
        Pictures pictures,
        Answers answers,
        StatusMap states,
        Optional<Lookup> lookup,
        Optional<Nearby> nearby,
        Rate rate) {

    public Adapter {
        forms = Map.copyOf(forms);
        dictionaries = Map.copyOf(dictionaries);
    }

    /** How a form is written. */
    public enum Body {
        JSON,
        FORM,
        MULTIPART
    }

    /**
     * What is sent for one kind of event.
     *
     * @param path behind the target's address; may be empty
     */
    public record Form(String path, List<Field> fields) {
        public Form {
            fields = List.copyOf(fields);
        }
    }

    /**
     * One field of a form.
     *
     * @param to its name there; in JSON, dots make objects
     * @param source where its value comes from
     * @param dictionary that turns our word into theirs; null for none
     * @param time pattern, or {@code epoch-ms}, that a time is written by, Asia/Shanghai; null where it is none
     * @param most longest text in code points; longer ones are cut
     * @param optional whether it is left out where there is nothing
     */
    public record Field(String to, Source source, String dictionary, String time, int most, boolean optional) {}

    /** Where a value comes from. */
    public sealed interface Source {
        /** Always the same. */
        record Constant(String text) implements Source {}

        /** A JSON pointer into the event's data. */
        record From(String pointer) implements Source {}

        /** Text with pointers in braces. */
        record Template(String text) implements Source {}

        /**
         * What the case is called in a code system.
         *
         * @param part {@code code} or {@code name}
         */
        record Code(String system, String part) implements Source {}

        /** One coordinate of where it is, in the adapter's system. */
        record Coordinate(boolean east, int decimals) implements Source {}
    }

    /**
     * What goes along of pictures.
     *
     * @param most at most so many
     * @param to field, array or file part that takes them; null where none go along
     */
    public record Pictures(Mode mode, int most, String to) {
        /** In which form. */
        public enum Mode {
            NONE,
            REFERENCE,
            BASE64,
            MULTIPART
        }
    }

    /**
     * Where their answer says what; pointers are null where it does not.
     *
     * @param ok where it says whether all is well; null where the status of HTTP says it
     * @param okWords what stands there then
     * @param known words that say that they have the case already
     * @param refused words that say that they will never take it
     * @param retried words that say that it may be sent again
     * @param retryOthers whether words that nobody told of are tried again, else taken for a refusal
     */
    public record Answers(
            String ok,
            List<String> okWords,
            String caseNo,
            String words,
            String status,
            List<String> known,
            List<String> refused,
            List<String> retried,
            boolean retryOthers) {
        public Answers {
            okWords = List.copyOf(okWords);
            known = List.copyOf(known);
            refused = List.copyOf(refused);
            retried = List.copyOf(retried);
        }
    }

    /**
     * How to ask for a case by our number.
     *
     * @param path behind the target's address
     * @param query parameter that takes our number
     * @param caseNo pointer to theirs in the answer; nothing there means that they do not have it
     */
    public record Lookup(String path, String query, String caseNo) {}

    /** At most so many requests within a time. */
    public record Rate(int requests, Duration within) {}
}
