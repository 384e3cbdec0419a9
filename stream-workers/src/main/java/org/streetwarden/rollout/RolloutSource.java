package org.streetwarden.rollout;

import java.util.Map;
import org.streetwarden.filing.DeliveryFailure;

/** Where the one rollout is read. Used by one thread. */
public interface RolloutSource extends AutoCloseable {

    /**
     * Reads the rollout's fields; blocks for a bounded time.
     *
     * @return none where nothing has been decided, or what was is lost
     */
    Map<String, String> read() throws DeliveryFailure;

    @Override
    void close();
}
