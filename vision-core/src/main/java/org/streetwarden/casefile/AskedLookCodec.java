package org.streetwarden.casefile;

import java.util.HashMap;
import java.util.Map;
import org.streetwarden.zone.Kind;

/**
 * The one codec between looks that are asked for and the hash's values: one line {@code version|number|camera|zone|kind|box|not
 * before|until}, boxes {@code left,top,right,bottom}, times ISO-8601 in UTC. Version 1; a reader refuses versions it does not know.
 */
public final class AskedLookCodec {

    private static final String VERSION = "1";
    private static final String[] CELLS = {"v", "number", "cameraId", "zoneId", "kind", "box", "notBefore", "until"};

    private AskedLookCodec() {}

    public static String encode(AskedLook look) {
        return String.join(
                "|",
                VERSION,
                Integer.toString(look.number()),
                look.cameraId(),
                look.zoneId(),
                look.kind().id(),
                RecordCodec.text(look.box()),
                look.notBefore().toString(),
                look.until().toString());
    }

    /** @throws MalformedRecord naming every cell at fault */
    public static AskedLook decode(String checkId, String line) throws MalformedRecord {
        String[] cells = line.split("\\|", CELLS.length + 1);
        Map<String, String> named = new HashMap<>(Map.of("checkId", checkId));
        for (int i = 0; i < Math.min(cells.length, CELLS.length); i++) {
            named.put(CELLS[i], cells[i]);
        }
        FieldReader fields = new FieldReader(named);
        fields.version(VERSION);
        long number = fields.whole("number");
        if (number < 1 || number > AskedLook.MOST_LOOKS) {
            fields.problem("number", "a number from 1 to " + AskedLook.MOST_LOOKS, Long.toString(number));
        }
        AskedLook look = new AskedLook(
                fields.matching("checkId", AskedLook.CHECK_ID, "a check's id"),
                (int) number,
                fields.matching("cameraId", FieldReader.ID, "an id"),
                fields.matching("zoneId", FieldReader.ID, "an id"),
                fields.parsed("kind", "a known kind", id -> Kind.of(id).orElseThrow()),
                fields.parsed("box", "left,top,right,bottom", RecordReader::box),
                fields.time("notBefore"),
                fields.time("until"));
        fields.refuseProblems();
        return look;
    }
}
