package org.streetwarden.api.remote;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;

/**
 * Brings a whole catalogue into its spool, from where an earlier run left off. It goes on until a page brings nothing new,
 * because totals and page sizes cannot be trusted; whether it has everything is said in the end and not assumed.
 */
final class WvpCatalogue {

    private static final int MAX_PAGES = 20_000;
    private static final int MAX_CHANNELS = 200_000;
    private static final Duration STILL_GOOD = Duration.ofHours(1);

    private final WvpPages pages;
    private final CatalogueSpool spool;
    private final Progress progress;
    private final PrintWriter err;
    private final Clock clock;
    private int total;

    WvpCatalogue(WvpPages pages, CatalogueSpool spool, PrintWriter err, Clock clock) {
        this.pages = pages;
        this.spool = spool;
        this.progress = new Progress(err, "channels", clock);
        this.err = err;
        this.clock = clock;
    }

    /**
     * Fetches what is missing.
     *
     * @return whether as many different channels came as the server says there are
     */
    boolean fetch() throws IOException {
        begin();
        boolean more = true;
        while (more) {
            if (spool.page() >= MAX_PAGES || spool.channels() > MAX_CHANNELS) {
                throw new RemoteFailure("expected at most %d channels, found no end of them".formatted(MAX_CHANNELS));
            }
            WvpPages.Page page = pages.get(spool.page() + 1);
            total = page.total();
            more = !spool.holds(page.channels());
            if (more) {
                spool.add(page.channels());
                progress.at(spool.channels(), total);
            }
        }
        return told();
    }

    /** An earlier run's last page must still be what it was, or the catalogue has moved and all begins again. */
    private void begin() throws IOException {
        if (!spool.resume(clock.instant().minus(STILL_GOOD))) {
            spool.clear();
            return;
        }
        WvpPages.Page last = pages.get(spool.page());
        if (!last.channels().isEmpty() && spool.holds(last.channels())) {
            err.printf("going on behind page %d, where an earlier import ended%n", spool.page());
        } else {
            err.println("the catalogue has changed since an earlier import ended: beginning again");
            spool.clear();
        }
        err.flush();
    }

    private boolean told() {
        if (spool.uncoded() > 0) {
            err.printf("%d channels have no GB/T 28181 code and were left out%n", spool.uncoded());
        }
        boolean whole = spool.channels() == total;
        if (!whole) {
            err.printf("the server says %d channels and gave %d: taken as incomplete%n", total, spool.channels());
        }
        err.flush();
        return whole;
    }
}
