package org.streetwarden.farm;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An RTSP 1.0 server (RFC 2326) whose cameras play MP4 files in a loop. Describe the cameras, {@link #start} it, connect
 * clients to {@link #url}. Files are read into heap memory once each and shared; a session costs some kilobytes. Methods
 * other than {@link #camera} may be called from any thread after {@code start}.
 */
public final class CameraFarm implements AutoCloseable {

    private static final long CHECK_NANOS = 1_000_000_000L;
    private static final long CALL_TIMEOUT_S = 10;

    private final FarmSettings settings;
    private final Clock clock;
    private final Map<String, CameraSpec> specs = new LinkedHashMap<>();
    private final List<String> duplicates = new ArrayList<>();
    private final FootageLibrary library = new FootageLibrary();
    private final List<EventLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Set<String> changed = new HashSet<>();
    private Map<String, Camera> cameras = Map.of();
    private FarmDesk desk;
    private InetSocketAddress address;

    public CameraFarm(FarmSettings settings) {
        this(settings, Clock.systemUTC());
    }

    /** @param clock wall clock of the cameras, for sender reports; the live position follows {@link System#nanoTime} */
    public CameraFarm(FarmSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Adds a camera; to be filled in before {@link #start}. A name given twice is reported there. */
    public CameraSpec camera(String name) {
        CameraSpec spec = new CameraSpec(name);
        if (specs.putIfAbsent(name, spec) != null) {
            duplicates.add("camera %s: name: expected a name of its own, found it twice".formatted(name));
        }
        return spec;
    }

    /**
     * Reads the files, binds the port and begins to serve. The cameras' time 0 is now.
     *
     * @throws FarmProblems with all that is wrong; nothing runs then
     */
    public void start() throws FarmProblems {
        start(List.of());
    }

    /** @param already problems found before, reported together with those found here */
    void start(List<String> already) throws FarmProblems {
        if (desk != null) {
            throw new IllegalStateException("farm: expected one start, found a second");
        }
        List<String> problems = new ArrayList<>(already);
        problems.addAll(duplicates);
        Map<String, Reel> reels = reels(problems);
        ServerSocketChannel server = bind(problems);
        try {
            if (!problems.isEmpty()) {
                if (server != null) {
                    server.close();
                }
                throw new FarmProblems(problems);
            }
            serve(server, reels);
        } catch (IOException e) {
            close();
            throw new FarmProblems(List.of("farm: expected to open selectors, found " + e.getMessage()));
        }
    }

    private Map<String, Reel> reels(List<String> problems) {
        CameraPlan plan = new CameraPlan(library, problems);
        Map<String, Reel> reels = new LinkedHashMap<>();
        for (CameraSpec spec : specs.values()) {
            reels.put(spec.name(), plan.reel(spec, spec.behaviours()));
        }
        if (specs.isEmpty() && problems.isEmpty()) {
            problems.add("farm: cameras: expected at least one, found none");
        }
        return reels;
    }

    private ServerSocketChannel bind(List<String> problems) {
        try {
            return Acceptor.bind(settings);
        } catch (IOException e) {
            problems.add("farm: port: expected %s port %d to be free, found: %s"
                    .formatted(settings.bind().getHostAddress(), settings.port(), e.getMessage()));
            return null;
        }
    }

    private void serve(ServerSocketChannel server, Map<String, Reel> reels) throws IOException {
        address = (InetSocketAddress) server.getLocalAddress();
        for (int i = 0; i < settings.threads(); i++) {
            loops.add(new EventLoop());
        }
        long startNanos = System.nanoTime();
        Map<String, Camera> made = new LinkedHashMap<>();
        for (CameraSpec spec : specs.values()) {
            EventLoop loop = loops.get(made.size() % loops.size());
            Script script = Script.of(spec.behaviours());
            Reel reel = reels.get(spec.name());
            made.put(
                    spec.name(),
                    new Camera(spec.name(), spec.credentials().orElse(null), loop, clock, startNanos, reel, script));
        }
        cameras = made;
        desk = new FarmDesk(settings, made, loops);
        Acceptor acceptor = new Acceptor(server, loops.get(0), desk);
        acceptor.begin();
        for (EventLoop loop : loops) {
            loop.schedule(new Rounds(desk, loop, loop == loops.get(0) ? acceptor : null));
            threads.add(Thread.ofPlatform()
                    .name("farm-" + threads.size())
                    .daemon(true)
                    .start(loop));
        }
    }

    /** Looks after a loop's connections about once a second. */
    private static final class Rounds implements EventLoop.Timed {
        private final FarmDesk desk;
        private final EventLoop loop;
        private final Acceptor acceptor;
        private long dueNanos = System.nanoTime() + CHECK_NANOS;

        /** @param acceptor null on loops that accept nothing */
        Rounds(FarmDesk desk, EventLoop loop, Acceptor acceptor) {
            this.desk = desk;
            this.loop = loop;
            this.acceptor = acceptor;
        }

        @Override
        public long dueNanos() {
            return dueNanos;
        }

        @Override
        public void onTime(long nowNanos) {
            dueNanos = nowNanos + CHECK_NANOS;
            loop.schedule(this);
            long timeoutNanos = desk.settings().sessionTimeout().toNanos();
            for (Connection c : List.copyOf(desk.connections(loop))) {
                c.check(nowNanos, timeoutNanos);
            }
            if (acceptor != null) {
                acceptor.resume();
            }
        }
    }

    /** The cameras' names in the order they were added. */
    public List<String> names() {
        return List.copyOf(specs.keySet());
    }

    /** The port it listens on, also where 0 was asked for. */
    public int port() {
        return address.getPort();
    }

    /** The camera's URL, without user and password. */
    public URI url(String name) {
        String host = settings.bind().getHostAddress();
        String bracketed = settings.bind() instanceof Inet6Address ? "[" + host + "]" : host;
        return URI.create(
                "rtsp://" + bracketed + ":" + port() + "/" + known(name).name());
    }

    /** Takes the camera's power away: its connections close, and so does every new one that asks for it. */
    public void kill(String name) {
        onLoop(known(name), Camera::kill);
    }

    public void revive(String name) {
        onLoop(known(name), Camera::revive);
    }

    /**
     * Replaces what the camera does wrong, for running sessions as well.
     *
     * @throws FarmProblems where a behaviour cannot be; the camera goes on as before
     */
    public void behave(String name, Behaviour... behaviours) throws FarmProblems {
        Camera camera = known(name);
        List<Behaviour> scripted = List.of(behaviours);
        List<String> problems = new ArrayList<>();
        Reel reel;
        synchronized (library) {
            reel = new CameraPlan(library, problems).reel(specs.get(name), scripted);
        }
        if (!problems.isEmpty() || reel == null) {
            throw new FarmProblems(problems);
        }
        onLoop(camera, c -> c.behave(Script.of(scripted), reel));
    }

    /**
     * Lets cameras change that wait for a sign which is there now. Call about twice a second, on one thread.
     *
     * @throws FarmProblems as {@link #behave}
     */
    void lookForSigns() throws FarmProblems {
        for (CameraSpec spec : specs.values()) {
            for (Behaviour each : spec.behaviours()) {
                if (each instanceof Behaviour.ChangeWhen change
                        && Files.exists(change.sign())
                        && changed.add(spec.name())) {
                    List<Behaviour> now = new ArrayList<>(spec.behaviours());
                    now.remove(change);
                    now.add(Behaviour.changeOnce(Behaviour.ChangeOnce.LEAST, change.file()));
                    behave(spec.name(), now.toArray(Behaviour[]::new));
                }
            }
        }
    }

    /** Sessions that play the camera now. */
    public int watching(String name) {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        onLoop(known(name), c -> count.complete(c.watching()));
        return count.join();
    }

    /** Connections held now, whatever they do. */
    public int connections() {
        return desk.connected();
    }

    public Map<FarmCounter, Long> counts(String name) {
        return known(name).counts().snapshot();
    }

    /** Of all cameras, and of what concerns none of them. */
    public Map<FarmCounter, Long> counts() {
        Map<FarmCounter, Long> totals = desk.counts().snapshot();
        cameras.values().forEach(c -> c.counts().addTo(totals));
        return totals;
    }

    private Camera known(String name) {
        Camera camera = cameras.get(name);
        if (camera == null) {
            throw new IllegalArgumentException(
                    "farm: expected one of its %d cameras, found '%s'".formatted(cameras.size(), name));
        }
        return camera;
    }

    private static void onLoop(Camera camera, java.util.function.Consumer<Camera> action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        camera.loop().execute(() -> {
            try {
                action.accept(camera);
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.get(CALL_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("farm: camera " + camera.name() + " did not take the order", e);
        }
    }

    /** Closes the port and all connections and waits for the loops to end. Idempotent. */
    @Override
    public void close() {
        loops.forEach(EventLoop::stop);
        for (Thread t : threads) {
            try {
                t.join(TimeUnit.SECONDS.toMillis(CALL_TIMEOUT_S));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
