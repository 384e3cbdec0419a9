package org.streetwarden.api.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.streetwarden.api.insight.Band;
import org.streetwarden.api.insight.Insight;
import org.streetwarden.api.insight.Share;

/** How insight looks as JSON; shares from 0 to 1, times in seconds, null for what is not known. */
public final class InsightJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private InsightJson() {}

    public static ObjectNode of(Insight insight) {
        ObjectNode node = JSON.objectNode()
                .put("from", insight.span().from().toString())
                .put("to", insight.span().to().toString())
                .put("asOf", insight.span().asOf().toString());
        ArrayNode weeks = node.putArray("weeks");
        insight.weeks().forEach(week -> weeks.add(week(insight, week)));
        trends(node.putArray("kinds"), insight.kinds());
        trends(node.putArray("places"), insight.places());
        node.put("placesCompared", insight.placesCompared());
        node.put("expectedByChance", insight.placesCompared() * Band.BY_CHANCE);
        ArrayNode warnings = node.putArray("warnings");
        insight.warnings().forEach(warning -> warnings.add(warning(warning)));
        ArrayNode hours = node.putArray("hours");
        insight.hours().forEach(hours::add);
        ArrayNode sources = node.putArray("sources");
        insight.sources()
                .forEach(source -> share(
                        sources.addObject().put("basis", source.basis()).put("cases", source.cases()),
                        source.confirmed()));
        precisions(node.putArray("kindPrecision"), insight.kindPrecision());
        precisions(node.putArray("cameraPrecision"), insight.cameraPrecision());
        ObjectNode times = node.putObject("times");
        took(times.putObject("toFiled"), insight.times().toFiled());
        took(times.putObject("toPushed"), insight.times().toPushed());
        took(times.putObject("toAccepted"), insight.times().toAccepted());
        took(times.putObject("toClosed"), insight.times().toClosed());
        return node;
    }

    private static ObjectNode week(Insight insight, Insight.Week week) {
        ObjectNode node = JSON.objectNode()
                .put("start", insight.span().start(week.number()).toString())
                .put("cases", week.cases())
                .put("late", week.late())
                .put("approved", week.approved())
                .put("rejected", week.rejected())
                .put("pushed", week.pushed())
                .put("accepted", week.accepted())
                .put("refused", week.refused())
                .put("registered", week.registered())
                .put("closed", week.closed());
        return number(node, "coverage", week.coverage());
    }

    private static void trends(ArrayNode array, List<Insight.Trend> trends) {
        trends.forEach(trend -> array.add(trend(trend)));
    }

    private static ObjectNode trend(Insight.Trend trend) {
        ObjectNode node = JSON.objectNode().put("name", trend.name());
        ArrayNode counts = node.putArray("counts");
        trend.counts().forEach(counts::add);
        node.put("standing", trend.standing().name());
        if (trend.band() == null) {
            node.putNull("band");
        } else {
            node.putObject("band")
                    .put("low", trend.band().low())
                    .put("high", trend.band().high())
                    .put("mean", trend.band().mean());
        }
        return node;
    }

    private static ObjectNode warning(Insight.Warning warning) {
        ObjectNode node = trend(warning.trend())
                .put("of", warning.ofPlace() ? "place" : "kind")
                .put("why", warning.trend().band().why(warning.trend().newest()));
        return number(node, "coverage", warning.coverage());
    }

    private static void precisions(ArrayNode array, List<Insight.Precision> precisions) {
        for (Insight.Precision each : precisions) {
            ObjectNode node = array.addObject().put("kind", each.kind());
            if (!each.cameraId().isEmpty()) {
                node.put("cameraId", each.cameraId()).put("cameraName", each.cameraName());
            }
            share(node, each.confirmed());
        }
    }

    private static void share(ObjectNode node, Share share) {
        node.put("judged", share.of()).put("confirmed", share.count());
        number(node, "precision", share.value());
        number(node, "low", share.low());
        number(node, "high", share.high());
    }

    private static void took(ObjectNode node, Insight.Took took) {
        node.put("cases", took.cases());
        number(node, "medianSeconds", took.medianS());
        number(node, "p95Seconds", took.p95S());
    }

    private static ObjectNode number(ObjectNode node, String name, double value) {
        return Double.isNaN(value)
                ? node.putNull(name)
                : node.put(name, Double.parseDouble(String.format(Locale.ROOT, "%.4f", value)));
    }
}
