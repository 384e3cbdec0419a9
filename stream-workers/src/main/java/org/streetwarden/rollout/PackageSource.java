package org.streetwarden.rollout;

import java.io.InputStream;
import java.util.OptionalLong;
import org.streetwarden.filing.DeliveryFailure;

/** Where model packages lie for all workers. Every call blocks for a bounded time; a failed one may be called again. */
public interface PackageSource {

    /** @return bytes of an object; empty where there is none */
    OptionalLong size(String key) throws DeliveryFailure;

    /**
     * Opens an object that is there.
     *
     * @param fromByte below its size
     * @return from that byte on; the caller's to close
     */
    InputStream open(String key, long fromByte) throws DeliveryFailure;
}
