package org.streetwarden.casefile;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.streetwarden.casefile.Rollout.Band;
import org.streetwarden.casefile.Rollout.Canary;
import org.streetwarden.casefile.Rollout.Group;
import org.streetwarden.detect.ModelIdentity;

/**
 * The one codec between a rollout and the fields of a Redis hash. Version 1. Per group {@code group:NAME:active} and
 * {@code :shadow} are {@code name|version|sha256}, {@code :canary} has the share behind them, {@code :band} is
 * {@code failure share|latency in ms|raise ratio} and is always there.
 */
public final class RolloutCodec {

    private static final String VERSION = "1";
    private static final int MAX_GROUPS = 256;
    private static final Pattern FIELD = Pattern.compile("group:(" + FieldReader.ID + "):(active|canary|shadow|band)");

    private RolloutCodec() {}

    /** @return the fields in a fixed order */
    public static Map<String, String> encode(Rollout rollout) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("v", VERSION);
        fields.put("revision", Long.toString(rollout.revision()));
        rollout.groups().forEach((name, group) -> {
            String prefix = "group:" + name + ":";
            Band band = group.band();
            fields.put(
                    prefix + "band",
                    band.maxFailureShare() + "|" + band.maxLatency().toMillis() + "|" + band.maxRaiseRatio());
            group.active().ifPresent(model -> fields.put(prefix + "active", text(model)));
            group.canary()
                    .ifPresent(canary -> fields.put(prefix + "canary", text(canary.model()) + "|" + canary.share()));
            group.shadow().ifPresent(model -> fields.put(prefix + "shadow", text(model)));
        });
        return fields;
    }

    /**
     * @param fields from outside: checked for presence, form and length
     * @throws MalformedRecord naming every field at fault
     */
    public static Rollout decode(Map<String, String> fields) throws MalformedRecord {
        FieldReader reader = new FieldReader(fields);
        reader.version(VERSION);
        long revision = reader.whole("revision");
        Map<String, Group> groups = new TreeMap<>();
        for (String field : fields.keySet()) {
            Matcher parts = FIELD.matcher(field);
            if (parts.matches()) {
                groups.computeIfAbsent(parts.group(1), name -> group(reader, fields, "group:" + name + ":"));
            } else if (!field.equals("v") && !field.equals("revision")) {
                reader.problem(field, "a field of version " + VERSION, "another");
            }
            if (groups.size() > MAX_GROUPS) {
                reader.problem("groups", "at most " + MAX_GROUPS, "more");
                break;
            }
        }
        reader.refuseProblems();
        return new Rollout(revision, groups);
    }

    private static Group group(FieldReader reader, Map<String, String> fields, String prefix) {
        return new Group(
                optional(reader, fields, prefix + "active", 3).map(RolloutCodec::model),
                optional(reader, fields, prefix + "canary", 4)
                        .map(cells -> new Canary(model(cells), share(reader, prefix + "canary", cells[3]))),
                optional(reader, fields, prefix + "shadow", 3).map(RolloutCodec::model),
                band(reader, prefix + "band"));
    }

    private static Optional<String[]> optional(
            FieldReader reader, Map<String, String> fields, String field, int count) {
        if (!fields.containsKey(field)) {
            return Optional.empty();
        }
        String[] cells = reader.text(field, 256).split("\\|", -1);
        boolean sound = cells.length == count
                && cells[0].matches(FieldReader.ID)
                && cells[1].matches(FieldReader.ID)
                && cells[2].matches(FieldReader.DIGEST);
        if (!sound) {
            reader.problem(field, "name|version|sha256" + (count == 4 ? "|share" : ""), String.join("|", cells));
            return Optional.empty();
        }
        return Optional.of(cells);
    }

    private static double share(FieldReader reader, String field, String text) {
        double share = number(text);
        if (!(share > 0 && share <= 1)) {
            reader.problem(field, "a share above 0 and at most 1", text);
        }
        return share;
    }

    private static Band band(FieldReader reader, String field) {
        String[] cells = reader.text(field, 128).split("\\|", -1);
        boolean sound = cells.length == 3
                && number(cells[0]) >= 0
                && number(cells[0]) <= 1
                && cells[1].matches("[1-9][0-9]{0,8}")
                && number(cells[2]) >= 1
                && number(cells[2]) < Double.POSITIVE_INFINITY;
        if (!sound) {
            reader.problem(field, "failure share 0 to 1|latency in ms|raise ratio from 1", String.join("|", cells));
            return Band.DEFAULTS;
        }
        return new Band(number(cells[0]), Duration.ofMillis(Long.parseLong(cells[1])), number(cells[2]));
    }

    /** @return NaN where the text is no number, so that every comparison fails */
    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException none) {
            return Double.NaN;
        }
    }

    private static ModelIdentity model(String[] cells) {
        return new ModelIdentity(cells[0], cells[1], cells[2]);
    }

    private static String text(ModelIdentity model) {
        return model.name() + "|" + model.version() + "|" + model.sha256();
    }
}
