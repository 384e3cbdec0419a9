package org.streetwarden.rollout;

import java.util.Set;

/**
 * Who looked.
 *
 * @param experimental labels that have no real evidence behind them
 */
public record Eye(Seat seat, Set<String> experimental) {
    public Eye {
        experimental = Set.copyOf(experimental);
    }
}
