package org.streetwarden.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A module's {@code METRICS.md}: rows {@code | `name` | type | tags | from | meaning |}, held against what is scraped.
 *
 * @param types by the names of what stands on the page
 * @param always those of them that every scrape shows
 */
public record MetricsPage(Map<String, String> types, Map<String, String> always) {

    private static final Pattern ROW = Pattern.compile(
            "^\\| `([a-z_]+)` \\| (counter|gauge|summary|histogram) \\|[^|]*\\| (start|first) \\| [^|]+ \\|$",
            Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile("^# TYPE (streetwarden_[a-z_]+) ([a-z]+)$", Pattern.MULTILINE);

    public static MetricsPage read(Path page) throws IOException {
        Map<String, String> types = new TreeMap<>();
        Map<String, String> always = new TreeMap<>();
        Matcher rows = ROW.matcher(Files.readString(page));
        while (rows.find()) {
            types.put(rows.group(1), rows.group(2));
            if (rows.group(3).equals("start")) {
                always.put(rows.group(1), rows.group(2));
            }
        }
        return new MetricsPage(types, always);
    }

    /** The project's own metrics in a scrape, with their types; a summary's greatest value is part of it. */
    public static Map<String, String> scraped(String text) {
        Map<String, String> found = new TreeMap<>();
        Matcher types = TYPE.matcher(text);
        while (types.find()) {
            found.put(types.group(1), types.group(2));
        }
        found.keySet().removeIf(name -> name.endsWith("_max") && found.containsKey(name.replaceAll("_max$", "")));
        return found;
    }

    /** What a scrape shows that is not on the page, or otherwise there. */
    public Map<String, String> undocumented(String text) {
        Map<String, String> found = scraped(text);
        found.entrySet().removeIf(each -> each.getValue().equals(types.get(each.getKey())));
        return found;
    }

    /** What every scrape should show and this one does not. */
    public Map<String, String> missing(String text) {
        Map<String, String> found = new TreeMap<>(always);
        found.keySet().removeAll(scraped(text).keySet());
        return found;
    }
}
