package org.streetwarden.api.remote;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The key that commands show the api: {@code STREETWARDEN_API_KEY}, else what the file {@code STREETWARDEN_API_KEY_FILE} holds. */
final class ShownKey {

    static final String HINT = "set STREETWARDEN_API_KEY, or STREETWARDEN_API_KEY_FILE to a file that holds the key";

    private static final int MAX_BYTES = 1024;

    private ShownKey() {}

    /** @throws RemoteFailure where the file cannot be read */
    static Optional<String> find() throws RemoteFailure {
        String key = setting("STREETWARDEN_API_KEY");
        String file = setting("STREETWARDEN_API_KEY_FILE");
        if (!key.isBlank() || file.isBlank()) {
            return Optional.of(key.strip()).filter(text -> !text.isEmpty());
        }
        try {
            Path path = Path.of(file);
            if (Files.size(path) <= MAX_BYTES) {
                return Optional.of(Files.readString(path).strip());
            }
        } catch (IOException unreadable) {
            throw new RemoteFailure("STREETWARDEN_API_KEY_FILE: expected a readable file, found " + file);
        }
        throw new RemoteFailure("STREETWARDEN_API_KEY_FILE: expected a key alone, found a longer file");
    }

    static void put(Optional<String> key, HttpRequest.Builder request) {
        key.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    }

    private static String setting(String name) {
        String stated = System.getProperty(name, System.getenv(name));
        return stated == null ? "" : stated;
    }
}
