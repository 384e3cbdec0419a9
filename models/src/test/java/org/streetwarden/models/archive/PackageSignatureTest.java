package org.streetwarden.models.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.models.BrokenPackage;

class PackageSignatureTest {

    private static final String DIGEST = "ab".repeat(32);

    @TempDir
    Path folder;

    private PublicKey trusted(String name) throws IOException {
        PackageKeys.generate(folder.resolve(name));
        return PackageKeys.readPublic(folder.resolve(name).resolve(PackageKeys.PUBLIC_FILE));
    }

    private byte[] signed(String name) throws IOException {
        return PackageSignature.sign(
                DIGEST, PackageKeys.readPrivate(folder.resolve(name).resolve(PackageKeys.PRIVATE_FILE)));
    }

    @Test
    void holdsForOneOfTheTrustedKeys() throws Exception {
        List<PublicKey> keys = List.of(trusted("ours"), trusted("theirs"));
        byte[] signature = signed("theirs");

        assertThat(signature).hasSize(PackageSignature.BYTES);
        PackageSignature.require("p", DIGEST, signature, keys);
    }

    @Test
    void refusesStrangersOtherDigestsDamageAndNothing() throws Exception {
        List<PublicKey> ours = List.of(trusted("ours"));
        trusted("stranger");
        byte[] good = signed("ours");
        byte[] damaged = good.clone();
        damaged[3] ^= 1;

        assertThatThrownBy(() -> PackageSignature.require("p", DIGEST, signed("stranger"), ours))
                .isInstanceOf(BrokenPackage.class)
                .hasMessageContaining("none of them made");
        assertThatThrownBy(() -> PackageSignature.require("p", "cd".repeat(32), good, ours))
                .isInstanceOf(BrokenPackage.class);
        assertThatThrownBy(() -> PackageSignature.require("p", DIGEST, damaged, ours))
                .isInstanceOf(BrokenPackage.class);
        assertThatThrownBy(() -> PackageSignature.require("p", DIGEST, new byte[0], ours))
                .isInstanceOf(BrokenPackage.class)
                .hasMessageContaining("expected 64 bytes by one of 1 trusted keys, found 0");
        assertThatThrownBy(() -> PackageSignature.require("p", DIGEST, good, List.of()))
                .isInstanceOf(BrokenPackage.class);
    }

    @Test
    void keepsThePrivateKeyToItsOwnerAndOverwritesNone() throws Exception {
        trusted("ours");
        Path privateKey = folder.resolve("ours").resolve(PackageKeys.PRIVATE_FILE);
        Path publicKey = folder.resolve("ours").resolve(PackageKeys.PUBLIC_FILE);
        String before = Files.readString(privateKey);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(privateKey)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> PackageKeys.generate(folder.resolve("ours")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not overwritten");
        Files.delete(publicKey);
        assertThatThrownBy(() -> PackageKeys.generate(folder.resolve("ours"))).hasMessageContaining("not overwritten");
        assertThat(Files.readString(privateKey)).isEqualTo(before);
        assertThat(publicKey).doesNotExist();
    }

    @Test
    void saysWhichFileIsNoKeyAndNothingOfItsContents() throws Exception {
        trusted("ours");
        Path privateKey = folder.resolve("ours").resolve(PackageKeys.PRIVATE_FILE);
        Path torn = Files.writeString(
                folder.resolve("torn.pem"), Files.readString(privateKey).replaceFirst("\n[A-Za-z0-9+/]{9}", "\nx%"));

        assertThatThrownBy(() -> PackageKeys.readPublic(privateKey))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected a PEM file with one public key");
        assertThatThrownBy(() -> PackageKeys.readPrivate(torn))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(torn.toString())
                .hasMessageNotContaining(Files.readAllLines(torn).get(1));
    }
}
