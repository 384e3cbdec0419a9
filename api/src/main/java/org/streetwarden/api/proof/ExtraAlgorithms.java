package org.streetwarden.api.proof;

import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** SM2 and SM3, which the JDK lacks: seals hold both digests. */
public final class ExtraAlgorithms {

    private ExtraAlgorithms() {}

    /** Offers them to the whole process, behind the JDK's own; again changes nothing. */
    public static synchronized void offer() {
        if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
            Security.addProvider(new BouncyCastleProvider());
        }
    }
}
