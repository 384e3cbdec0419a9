package org.streetwarden.directory;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values of closed sets as catalogues write them, by number or by word. */
final class CatalogueWords {

    private static final Set<String> NOT_SECRET = Set.of("", "0", "否", "不涉密", "非涉密", "false");
    private static final Set<String> SECRET = Set.of("1", "是", "涉密", "true");
    private static final Set<String> ON = Set.of("on", "ok", "1", "online", "true", "在线", "正常");
    private static final Set<String> OFF = Set.of("off", "0", "offline", "false", "离线", "不在线", "故障");
    private static final Map<String, Integer> PTZ_WORDS =
            Map.of("球机", 1, "半球", 2, "固定枪机", 3, "枪机", 3, "遥控枪机", 4, "遥控半球", 5);
    private static final Map<String, Integer> DIRECTION_WORDS =
            Map.of("东", 1, "西", 2, "南", 3, "北", 4, "东南", 5, "东北", 6, "西南", 7, "西北", 8);
    private static final int MAX_PTZ_TYPE = 7;
    private static final int MAX_DIRECTION = 8;

    private CatalogueWords() {}

    /** Empty where it is neither yes nor no. */
    static Optional<Boolean> secrecy(String cell) {
        String word = cell.toLowerCase(Locale.ROOT);
        if (SECRET.contains(word)) {
            return Optional.of(true);
        }
        return NOT_SECRET.contains(word) ? Optional.of(false) : Optional.empty();
    }

    static CameraStatus status(String cell, List<String> remarks) {
        String word = cell.toLowerCase(Locale.ROOT);
        if (ON.contains(word)) {
            return CameraStatus.ON;
        }
        if (OFF.contains(word)) {
            return CameraStatus.OFF;
        }
        if (!word.isEmpty()) {
            remarks.add("status: expected ON or OFF, found " + cell + "; taken as unknown");
        }
        return CameraStatus.UNKNOWN;
    }

    static int ptzType(String cell, List<String> remarks) {
        return number("ptztype", cell, PTZ_WORDS, MAX_PTZ_TYPE, remarks);
    }

    static int direction(String cell, List<String> remarks) {
        return number("direction", cell, DIRECTION_WORDS, MAX_DIRECTION, remarks);
    }

    private static int number(String field, String cell, Map<String, Integer> words, int most, List<String> remarks) {
        if (cell.isEmpty()) {
            return 0;
        }
        if (words.containsKey(cell)) {
            return words.get(cell);
        }
        if (cell.matches("[0-9]") && Integer.parseInt(cell) <= most) {
            return Integer.parseInt(cell);
        }
        remarks.add("%s: expected 0 to %d, found %s; left out".formatted(field, most, cell));
        return 0;
    }
}
