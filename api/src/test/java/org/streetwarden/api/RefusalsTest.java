package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.accounts.Refusals;
import org.streetwarden.api.cases.Database;

/** How many entries of the log strangers can make. */
class RefusalsTest {

    private static final String GUESSED = "sw_refused";
    private static final String OURS =
            " FROM log_entries WHERE action IN ('%s', '%s') AND convert_from(body, 'UTF8') ~ '%s|more since %s'"
                    .formatted(Refusals.KEY, Refusals.SIGN_IN, GUESSED, Records.NOON);

    private static Peers peers;
    private static Database database;
    private final Hands clock = new Hands(Records.NOON);
    private final Refusals refusals = new Refusals(database, clock);
    private long before;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        ApiSettings settings = peers.settings();
        database = Database.open(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword());
        database.migrate();
    }

    @AfterAll
    static void stop() {
        database.close();
        peers.close();
    }

    @BeforeEach
    void count() throws Exception {
        before = entries();
    }

    /** Those of this class: the database is everybody's. */
    private static long entries() throws Exception {
        return peers.count("SELECT count(*)" + OURS);
    }

    private void refuse(String action, String address) {
        refusals.count(action, address, GUESSED).ifPresent(Runnable::run);
    }

    private static String last() throws Exception {
        return peers.text("SELECT convert_from(body, 'UTF8')" + OURS + " ORDER BY position DESC LIMIT 1");
    }

    @Test
    void writesTheFirstOfASourceAndCountsTheOthers() throws Exception {
        IntStream.range(0, 1000).forEach(i -> refuse(Refusals.KEY, "192.0.2.7"));
        assertThat(entries() - before).isEqualTo(10);
        refusals.look();
        assertThat(entries() - before).as("before ten minutes are over").isEqualTo(10);
        clock.set(Records.NOON.plusSeconds(600));
        refusals.look();
        refusals.look();
        assertThat(entries() - before).isEqualTo(11);
        assertThat(last()).contains("KEY_REFUSED", "192.0.2.7", "990 more since " + Records.NOON);
        refuse(Refusals.KEY, "192.0.2.7");
        assertThat(entries() - before).isEqualTo(12);
    }

    @Test
    void countsANetworkAsOneAndTooManyTogether() throws Exception {
        IntStream.range(0, 50).forEach(i -> refuse(Refusals.SIGN_IN, "2001:db8::" + i));
        assertThat(entries() - before).isEqualTo(10);
        IntStream.range(0, 2000).forEach(i -> refuse(Refusals.SIGN_IN, "10.0.%d.%d".formatted(i / 250, i % 250)));
        assertThat(entries() - before).isEqualTo(100);
        refusals.finish();
        assertThat(entries() - before).isBetween(101L, 301L);
        assertThat(peers.count(
                        "SELECT count(*)" + OURS + " AND convert_from(body, 'UTF8') LIKE '%\"others\"%more since%'"))
                .isEqualTo(1);
    }
}
