package org.streetwarden.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.function.BinaryOperator;
import org.streetwarden.filing.ExtraAlgorithms;
import org.streetwarden.proof.SigningKey;

/** Which key seals evidence: one of a PKCS#12 file, or one behind PKCS#11. */
final class SigningReader {

    private static final long MAX_BYTES = 1024 * 1024;

    private SigningReader() {}

    /**
     * @param environment the variable of a name, or what stands second
     * @return null where none is configured, or where it cannot be used, which is noted then
     */
    static SigningKey key(Section section, BinaryOperator<String> environment) {
        String store = section.text("keystore", environment.apply("STREETWARDEN_SIGNING_KEYSTORE", ""));
        String device = section.text("pkcs11", environment.apply("STREETWARDEN_SIGNING_PKCS11", ""));
        String secret = section.text("password", environment.apply("STREETWARDEN_SIGNING_PASSWORD", ""));
        String alias = section.text("alias", environment.apply("STREETWARDEN_SIGNING_ALIAS", ""));
        section.refuseUnknown();
        if (!store.isEmpty() && !device.isEmpty()) {
            section.problem("pkcs11", "a keystore or a PKCS#11 device", "both");
            return null;
        }
        if (store.isEmpty() && device.isEmpty()) {
            return null;
        }
        try {
            ExtraAlgorithms.offer();
            return store.isEmpty()
                    ? SigningKey.pkcs11(device, secret.toCharArray(), alias)
                    : SigningKey.pkcs12(bytes(Path.of(store)), secret.toCharArray(), alias);
        } catch (GeneralSecurityException | IOException unusable) {
            section.problem(store.isEmpty() ? "pkcs11" : "keystore", "a key to sign with", unusable.getMessage());
            return null;
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
            throw new IOException("no file of at most %d bytes at %s".formatted(MAX_BYTES, file));
        }
        return Files.readAllBytes(file);
    }
}
