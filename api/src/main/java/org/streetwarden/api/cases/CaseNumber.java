package org.streetwarden.api.cases;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** {@code VA-370126-20261121-000042}: district, day of filing in China, sequence of that day. */
public final class CaseNumber {

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final Pattern FORM = Pattern.compile("VA-[0-9]{6}-[0-9]{8}-[0-9]{6,10}");

    private CaseNumber() {}

    /** The day whose sequence counts. */
    static LocalDate day(Instant filedAt) {
        return LocalDate.ofInstant(filedAt, CHINA);
    }

    /** @param seq from 1; above 999,999 the number grows longer */
    static String of(String district, LocalDate day, int seq) {
        return "VA-%s-%s-%06d".formatted(district, day.format(DateTimeFormatter.BASIC_ISO_DATE), seq);
    }

    public static boolean looksLikeOne(String text) {
        return FORM.matcher(text).matches();
    }
}
