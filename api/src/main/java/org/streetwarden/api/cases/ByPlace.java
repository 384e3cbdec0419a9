package org.streetwarden.api.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.streetwarden.api.cases.CaseFact.Place;

/** One value for each place of the facts of one answer, found by the place's number. Used by one thread. */
public final class ByPlace<T> {

    private final Function<Place, T> begin;
    private final List<T> values = new ArrayList<>();

    /** @param begin makes the value of a place that is seen for the first time */
    public ByPlace(Function<Place, T> begin) {
        this.begin = begin;
    }

    public T of(Place place) {
        while (values.size() <= place.number()) {
            values.add(null);
        }
        T value = values.get(place.number());
        if (value == null) {
            value = begin.apply(place);
            values.set(place.number(), value);
        }
        return value;
    }

    public Stream<T> values() {
        return values.stream().filter(Objects::nonNull);
    }
}
