package org.streetwarden.api.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.streetwarden.api.models.Refusal;

/**
 * Which columns a file may have.
 *
 * @param named the column of a name, in Chinese or English
 * @param written how we write a column's name
 * @param needed columns that a table cannot do without
 */
public record Header<F extends Enum<F>>(
        Class<F> type, Function<String, Optional<F>> named, Function<F, String> written, List<F> needed) {

    public Header {
        needed = List.copyOf(needed);
    }

    /**
     * The columns of a table by their order; null where we do not know one.
     *
     * @throws Refusal naming every problem
     */
    List<F> columns(List<String> names) {
        List<F> columns = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String name : names) {
            F field = named.apply(name).orElse(null);
            if (field != null && columns.contains(field)) {
                problems.add("line 1: expected one column for %s, found several".formatted(written.apply(field)));
            }
            columns.add(field);
        }
        needed.stream()
                .filter(field -> !columns.contains(field))
                .forEach(field ->
                        problems.add("line 1: expected a column for %s, found none".formatted(written.apply(field))));
        if (!problems.isEmpty()) {
            throw new Refusal(Refusal.Cause.UNUSABLE, problems);
        }
        return columns;
    }
}
