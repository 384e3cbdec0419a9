package org.streetwarden.models.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;

/** Ed25519 keys in PEM files (RFC 8410): PKCS#8 for the private one, SubjectPublicKeyInfo for the public one. */
public final class PackageKeys {

    public static final String PRIVATE_FILE = "package-key.pem";
    public static final String PUBLIC_FILE = "package-key.pub.pem";

    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final int LONGEST_FILE = 4096;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private PackageKeys() {}

    /**
     * Makes a pair of keys in a folder.
     *
     * @throws IOException where either file exists already: a key is never overwritten
     */
    public static void generate(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path publicFile = folder.resolve(PUBLIC_FILE);
        if (Files.exists(publicFile)) {
            throw new IOException(publicFile + ": expected no key there, found one; keys are not overwritten");
        }
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            Path privateFile = folder.resolve(PRIVATE_FILE);
            try {
                Files.createFile(privateFile, OWNER_ONLY);
            } catch (java.nio.file.FileAlreadyExistsException e) {
                throw new IOException(privateFile + ": expected no key there, found one; keys are not overwritten", e);
            }
            write(privateFile, PRIVATE, pair.getPrivate().getEncoded(), StandardOpenOption.WRITE);
            write(publicFile, PUBLIC, pair.getPublic().getEncoded(), StandardOpenOption.CREATE_NEW);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform from 15 has Ed25519", e);
        }
    }

    private static void write(Path file, String kind, byte[] key, StandardOpenOption option) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        Files.writeString(
                file,
                "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, base64, kind),
                StandardCharsets.US_ASCII,
                option);
    }

    /** @throws IOException where the file holds no such key; says nothing of what it holds */
    public static PrivateKey readPrivate(Path file) throws IOException {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(read(file, PRIVATE)));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": expected an Ed25519 private key in PEM, found another", e);
        }
    }

    /** @throws IOException where the file holds no such key */
    public static PublicKey readPublic(Path file) throws IOException {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(read(file, PUBLIC)));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": expected an Ed25519 public key in PEM, found another", e);
        }
    }

    private static byte[] read(Path file, String kind) throws IOException {
        if (Files.size(file) > LONGEST_FILE) {
            throw new IOException("%s: expected a PEM file of at most %d bytes, found %d"
                    .formatted(file, LONGEST_FILE, Files.size(file)));
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        String begin = "-----BEGIN " + kind + "-----";
        String end = "-----END " + kind + "-----";
        try {
            if (text.startsWith(begin) && text.endsWith(end)) {
                return Base64.getMimeDecoder().decode(text.substring(begin.length(), text.length() - end.length()));
            }
        } catch (IllegalArgumentException noBase64) {
            throw new IOException(file + ": expected base64 between the PEM lines, found something else", noBase64);
        }
        throw new IOException("%s: expected a PEM file with one %s, found none"
                .formatted(file, kind.toLowerCase(java.util.Locale.ROOT)));
    }
}
