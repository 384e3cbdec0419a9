package org.streetwarden.api.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.rule.Rule;
import org.streetwarden.rule.RuleBook;
import org.streetwarden.zone.Fingerprint;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A rules file: YAML in UTF-8, its rules in order, its version the SHA-256 of its bytes. The shipped one,
 * {@code rules/rules.yaml}, explains every key.
 *
 * @param content as it was brought
 */
public record RuleFile(String content, RuleBook book) {

    public static final int MAX_BYTES = 256 << 10;
    private static final int MAX_RULES = 500;
    private static final int MAX_DEPTH = 12;
    private static final String SHIPPED = "/rules/rules.yaml";

    /** What comes with the api. */
    public static RuleFile shipped() {
        try (InputStream in = RuleFile.class.getResourceAsStream(SHIPPED)) {
            return read(in.readAllBytes());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** @throws Refusal with every problem, each with its line and path */
    public static RuleFile read(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw unusable(List.of("file: expected at most %d bytes, found %d".formatted(MAX_BYTES, bytes.length)));
        }
        String content = text(bytes);
        List<String> problems = new ArrayList<>();
        YamlSection top = new YamlSection("", tree(content), 1, problems);
        RuleBook book = book(top, Fingerprint.of(content, 64));
        top.refuseUnknown();
        if (!problems.isEmpty()) {
            throw unusable(problems);
        }
        return new RuleFile(content, book);
    }

    private static Refusal unusable(List<String> problems) {
        return new Refusal(Refusal.Cause.UNUSABLE, problems);
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException unreadable) {
            throw unusable(List.of("file: expected UTF-8, found something else"));
        }
    }

    /** Without aliases of anything but words, so that nothing can grow. */
    private static Node tree(String content) {
        LoaderOptions bounds = new LoaderOptions();
        bounds.setCodePointLimit(MAX_BYTES);
        bounds.setNestingDepthLimit(MAX_DEPTH);
        bounds.setMaxAliasesForCollections(0);
        try {
            Node root = new Yaml(bounds).compose(new StringReader(content));
            if (root != null) {
                return root;
            }
        } catch (MarkedYAMLException torn) {
            int line = torn.getProblemMark() == null ? 1 : torn.getProblemMark().getLine() + 1;
            throw unusable(List.of("line %d: file: expected YAML, found: %s".formatted(line, torn.getProblem())));
        } catch (YAMLException torn) {
            String said = String.valueOf(torn.getMessage()).lines().findFirst().orElse("");
            throw unusable(List.of("file: expected YAML, found: " + said));
        }
        throw unusable(List.of("line 1: file: expected keys with values, found nothing"));
    }

    private static RuleBook book(YamlSection top, String version) {
        top.value("version", "1", "", text -> Optional.of(text).filter("1"::equals));
        if (!top.has("version")) {
            top.problem("version", "1", "nothing");
        }
        ZoneId zone = top.value(
                "time-zone", "an IANA name such as Asia/Shanghai", ZoneId.of("Asia/Shanghai"), RuleFile::zone);
        double uncertaintyM = top.number("position-uncertainty-m", 0, 300, 30);
        RuleReader reader = new RuleReader(zone, uncertaintyM);
        if (!top.has("rules")) {
            top.problem("rules", "a list", "nothing");
        }
        List<Rule> rules = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (YamlSection section : top.sections("rules", MAX_RULES)) {
            boolean enabled = section.flag("enabled", true);
            Rule rule = reader.read(section);
            section.refuseUnknown();
            if (!rule.id().isEmpty() && !ids.add(rule.id())) {
                section.problem("id", "an id of its own", "'" + rule.id() + "' a second time");
            }
            if (enabled) {
                rules.add(rule);
            }
        }
        return new RuleBook(version, zone, rules);
    }

    private static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(name).filter(each -> each.contains("/")).map(ZoneId::of);
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
