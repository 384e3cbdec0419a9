package org.streetwarden.api.verdicts;

import java.util.Arrays;
import java.util.Optional;

/** Why a reviewer does not confirm a case; the rows of {@code verdict_reasons}. */
public enum VerdictReason {
    FALSE_DETECTION("false-detection", "误检", "False detection", Use.NEGATIVE),
    PERMITTED("permitted", "合法许可", "Permitted", Use.LABEL),
    OTHER_CLASS("other-class", "非本类", "Another class", Use.RELABEL),
    DUPLICATE("duplicate", "重复", "Duplicate", Use.IGNORE),
    GONE("gone", "已消失", "Gone", Use.IGNORE),
    POOR_PICTURE("poor-picture", "画质", "Poor picture", Use.IGNORE),
    WRONG_ZONE("wrong-zone", "区域错误", "Wrong zone", Use.IGNORE),
    INSUFFICIENT("insufficient", "证据不足", "Insufficient evidence", Use.IGNORE),
    PRIVACY("privacy", "隐私", "Privacy", Use.WITHHOLD);

    /** What a dataset makes of a verdict. */
    public enum Use {
        /** The thing is what it is called. */
        LABEL,
        /** It is not. */
        NEGATIVE,
        /** It is of another class. */
        RELABEL,
        /** Teaches nothing about the thing. */
        IGNORE,
        /** Its pictures never leave. */
        WITHHOLD
    }

    private final String id;
    private final String chinese;
    private final String english;
    private final Use use;

    VerdictReason(String id, String chinese, String english, Use use) {
        this.id = id;
        this.chinese = chinese;
        this.english = english;
        this.use = use;
    }

    /** As the API writes it. */
    public String id() {
        return id;
    }

    public String chinese() {
        return chinese;
    }

    public String english() {
        return english;
    }

    public Use use() {
        return use;
    }

    public static Optional<VerdictReason> of(String id) {
        return Arrays.stream(values()).filter(reason -> reason.id.equals(id)).findFirst();
    }
}
