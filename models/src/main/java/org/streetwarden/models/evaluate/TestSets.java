package org.streetwarden.models.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The described sets and what is wanted of the shipped models on them; read from {@code models/evaluation/sets.json} or a
 * file of the user's.
 */
public record TestSets(int schema, List<TestSet> sets, List<Target> targets) {

    private static final long MAX_BYTES = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    public TestSets {
        sets = List.copyOf(Objects.requireNonNullElse(sets, List.of()));
        targets = List.copyOf(Objects.requireNonNullElse(targets, List.of()));
    }

    /** @throws IOException naming the file and what is wrong with it */
    public static TestSets read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": expected a description of test sets, found no such file");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": expected at most " + MAX_BYTES + " bytes, found more");
        }
        TestSets read;
        try {
            read = JSON.readValue(Files.readAllBytes(file), TestSets.class);
        } catch (JsonProcessingException e) {
            String line = e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
            throw new IOException(file + ":" + line + ": expected test sets, found: " + e.getOriginalMessage(), e);
        }
        read.check(file);
        return read;
    }

    private void check(Path file) throws IOException {
        if (schema != 1) {
            throw new IOException(file + ": schema: expected 1, found " + schema);
        }
        for (TestSet set : sets) {
            if (set.name() == null || set.folder() == null || set.view() == null) {
                throw new IOException(file + ": sets: expected name, folder and view of every set, found " + set);
            }
        }
        for (Target target : targets) {
            if (target.model() == null || target.figure() == null) {
                throw new IOException(file + ": targets: expected model and figure of every target, found " + target);
            }
        }
    }
}
