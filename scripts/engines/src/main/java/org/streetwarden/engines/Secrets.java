package org.streetwarden.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Passwords made per installation, and files only their owner reads. */
public final class Secrets {

    private Secrets() {}

    /** 128 random bits as 32 hexadecimal digits. */
    public static String random() {
        byte[] bits = new byte[16];
        new SecureRandom().nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    /** Replaces a file by one that only its owner may read. */
    public static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text, StandardOpenOption.WRITE);
    }

    /** A secret as it goes into a server's configuration file, where other characters would need quoting. */
    static String checked(String secret) {
        if (!secret.matches("[A-Za-z0-9_-]{8,128}")) {
            throw new IllegalArgumentException(
                    "secret: expected 8 to 128 letters, digits, - or _, found something else");
        }
        return secret;
    }
}
