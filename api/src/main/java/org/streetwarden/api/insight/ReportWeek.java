package org.streetwarden.api.insight;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A week of ISO 8601 in China's time.
 *
 * @param monday its first day
 */
public record ReportWeek(LocalDate monday) {

    static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    /** What is filed or happens later than this after the week's end is in no report of it. */
    static final Duration CLOSES_AFTER = Duration.ofHours(24);

    /** @param text as {@code 2026-W47}; empty where it is no week of that year */
    public static Optional<ReportWeek> parse(String text) {
        try {
            ReportWeek week = new ReportWeek(LocalDate.parse(text + "-1", DateTimeFormatter.ISO_WEEK_DATE));
            return Optional.of(week).filter(each -> each.text().equals(text));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    /** The newest week that is over. */
    public static ReportWeek last(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, CHINA);
        return new ReportWeek(today.minusDays(today.getDayOfWeek().getValue() - 1L + 7));
    }

    public String text() {
        return monday.format(DateTimeFormatter.ISO_WEEK_DATE).substring(0, 8);
    }

    public Instant end() {
        return monday.plusDays(7).atStartOfDay(CHINA).toInstant();
    }

    /** The moment up to which its report counts: the same ever after, once it has come. */
    public Instant asOf(Instant now) {
        Instant closes = end().plus(CLOSES_AFTER);
        return now.isBefore(closes) ? now : closes;
    }
}
