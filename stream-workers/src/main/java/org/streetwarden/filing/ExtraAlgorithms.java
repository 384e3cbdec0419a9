package org.streetwarden.filing;

import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Algorithms that the JDK lacks: SM3, and SM2 signatures. */
public final class ExtraAlgorithms {

    private ExtraAlgorithms() {}

    /** Makes them known to this process, behind the JDK's own; more than once does no harm. */
    public static void offer() {
        if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
            Security.addProvider(new BouncyCastleProvider());
        }
    }
}
