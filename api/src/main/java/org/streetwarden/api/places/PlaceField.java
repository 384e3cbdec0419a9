package org.streetwarden.api.places;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A column of a register and the names it goes by, ours first. */
enum PlaceField {
    CODE("code", "编码", "代码", "网格编码", "单元网格标识码", "事项代码"),
    NAME("name", "名称", "事项名称", "网格名称"),
    VALID_FROM("validFrom", "生效日期", "有效期起", "开始日期"),
    VALID_TO("validTo", "失效日期", "有效期止", "结束日期"),
    KIND("kind", "类别"),
    LABEL("label", "识别目标"),
    BASIS("basis", "判定依据"),
    CODE_SYSTEM("codeSystem", "代码体系", "编码体系"),
    GRID("grid", "网格"),
    UNIT("unit", "责任单位", "处置单位", "主管部门"),
    UNIT_CODE("unitCode", "单位代码", "主管部门代码", "统一社会信用代码"),
    LIMIT("limit", "时限", "处置时限"),
    DAY("day", "日期"),
    HOURS("hours", "时段", "工作时间", "经营时段", "投放时段"),
    SEASON("season", "季节", "经营季节"),
    CAPACITY("capacity", "容量", "摊位数"),
    DOCUMENT("document", "文号", "依据文件", "许可文号"),
    X("longitude", "lon", "lng", "x", "经度"),
    Y("latitude", "lat", "y", "纬度");

    private static final Map<String, PlaceField> BY_NAME = byName();

    /** Separated by blanks; no name holds one. */
    private final String names;

    PlaceField(String... names) {
        this.names = String.join(" ", names);
    }

    /** How we write it. */
    String header() {
        return names.split(" ", -1)[0];
    }

    /** @param header in any case, with blanks, underscores or hyphens */
    static Optional<PlaceField> of(String header) {
        return Optional.ofNullable(BY_NAME.get(plain(header)));
    }

    private static String plain(String header) {
        return header.replaceAll("[\\s_\\-\u3000]", "").toLowerCase(Locale.ROOT);
    }

    private static Map<String, PlaceField> byName() {
        Map<String, PlaceField> fields = new HashMap<>();
        for (PlaceField field : values()) {
            for (String name : field.names.split(" ", -1)) {
                fields.put(plain(name), field);
            }
        }
        return fields;
    }
}
