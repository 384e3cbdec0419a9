package org.streetwarden.farm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What one camera of the farm plays and how it behaves. Filled in before {@link CameraFarm#start}; not thread-safe. */
public final class CameraSpec {

    private final String name;
    private Path file;
    private Credentials credentials;
    private Duration phase = Duration.ZERO;
    private List<Behaviour> behaviours = List.of();

    /** Never printed: {@code toString} hides the password. */
    record Credentials(String user, String password) {
        @Override
        public String toString() {
            return "Credentials[" + user + ", ...]";
        }
    }

    CameraSpec(String name) {
        this.name = name;
    }

    /** @param mp4 an MP4 file with H.264 or H.265 video; read wholly at start, once for all cameras that play it */
    public CameraSpec plays(Path mp4) {
        file = mp4;
        return this;
    }

    /** Asks clients for this user and password by Digest authentication. Without it the camera is open. */
    public CameraSpec password(String user, String password) {
        credentials = new Credentials(user, password);
        return this;
    }

    /** @param startOffset where in the loop the camera is when the farm starts, 0 or more */
    public CameraSpec phase(Duration startOffset) {
        phase = startOffset;
        return this;
    }

    /** Replaces what the camera does wrong; behaviours of different sorts go together. */
    public CameraSpec behaves(Behaviour... scripted) {
        behaviours = List.of(scripted);
        return this;
    }

    String name() {
        return name;
    }

    /** Null where none was given. */
    Path file() {
        return file;
    }

    Optional<Credentials> credentials() {
        return Optional.ofNullable(credentials);
    }

    Duration phase() {
        return phase;
    }

    List<Behaviour> behaviours() {
        return behaviours;
    }
}
