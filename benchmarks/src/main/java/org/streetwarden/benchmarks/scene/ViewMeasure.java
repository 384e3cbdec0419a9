package org.streetwarden.benchmarks.scene;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.streetwarden.geometry.Polygon;
import org.streetwarden.media.Frame;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.models.pixels.LumaShrinker;
import org.streetwarden.models.pixels.PictureFrame;
import org.streetwarden.scene.LumaGrid;
import org.streetwarden.scene.View;
import org.streetwarden.scene.ViewGuard;
import org.streetwarden.scene.ViewSettings;
import org.streetwarden.scene.ViewState;

/**
 * Question: how often does the view guard take a fixed view for another, and how often does it miss a turned, covered, blurred or
 * dark one? Decides: whether it may be on by default, and its limits. Run:
 *
 * <pre>
 * ViewMeasure videos FILE…        clips with a fixed view, two looks a second, each file its own view
 * ViewMeasure pictures DIR COUNT  real pictures, each a view of its own, and what is made of it
 * ViewMeasure sequences DIR       rendered patrols (models/scenes: render.mjs patrol), a look a minute
 * ViewMeasure cost FILE           microseconds a look: to shrink this picture, and to guard its view, clear and turned
 * </pre>
 */
public final class ViewMeasure {

    private static final ViewSettings AT_ONCE = new ViewSettings("", Duration.ZERO, Duration.ofHours(1));
    private static final long SECOND_US = 1_000_000;
    private static final int TAUGHT = 5;
    private static final int ROUNDS = 6;
    private static final int REPEATS = 2000;

    /** The picture's quarters, as if each were a zone. */
    private static final List<Polygon> QUARTERS = List.of(
            Polygon.of(0, 0, 0.5, 0, 0.5, 0.5, 0, 0.5),
            Polygon.of(0.5, 0, 1, 0, 1, 0.5, 0.5, 0.5),
            Polygon.of(0, 0.5, 0.5, 0.5, 0.5, 1, 0, 1),
            Polygon.of(0.5, 0.5, 1, 0.5, 1, 1, 0.5, 1));

    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();
    private final Map<String, Integer> hidden = new TreeMap<>();
    private final Random random = new Random(1);

    private ViewMeasure() {}

    public static void main(String[] args) throws IOException, StreamFailure {
        List<String> rest = Arrays.asList(args).subList(1, args.length);
        ViewMeasure measure = new ViewMeasure();
        switch (args[0]) {
            case "videos" -> measure.videos(rest);
            case "pictures" -> measure.pictures(Path.of(rest.get(0)), Integer.parseInt(rest.get(1)));
            case "sequences" -> measure.sequences(Path.of(rest.get(0)));
            case "cost" -> cost(Path.of(rest.get(0)));
            default ->
                throw new IllegalArgumentException("expected videos, pictures, sequences or cost, found " + args[0]);
        }
        measure.print();
    }

    private void videos(List<String> files) throws StreamFailure {
        for (String file : files) {
            Path path = Path.of(file);
            ViewGuard guard = new ViewGuard(AT_ONCE, QUARTERS);
            SceneMeasure.play(
                    path,
                    Duration.ofMillis(500),
                    (ptsUs, grid) -> count(path.getFileName().toString(), guard.look(ptsUs, grid)));
        }
    }

    private void sequences(Path folder) throws IOException {
        try (var dirs = Files.list(folder)) {
            for (Path dir : dirs.sorted().toList()) {
                ViewGuard guard = new ViewGuard(AT_ONCE, QUARTERS);
                for (int i = 0; Files.exists(dir.resolve("%04d.jpg".formatted(i))); i++) {
                    LumaGrid grid = SceneMeasure.read(dir.resolve("%04d.jpg".formatted(i)));
                    count(dir.getFileName().toString(), guard.look(60L * i * SECOND_US, grid));
                }
            }
        }
    }

    /** A look that is not judged although the state is clear still is counted apart, as unknown is before the view is learnt. */
    private void count(String name, View view) {
        boolean doubted = view.state() == ViewState.CLEAR && !view.judged();
        String said = doubted ? "doubted" : view.state().name().toLowerCase(Locale.ROOT);
        counts.computeIfAbsent(name, key -> new TreeMap<>()).merge(said, 1, Integer::sum);
        hidden.merge(name, view.hidden().size(), Integer::sum);
    }

    private void pictures(Path folder, int count) throws IOException {
        List<BufferedImage> pictures = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        try (var found = Files.walk(folder)) {
            found.filter(file -> file.toString().endsWith(".jpg")).sorted().forEach(files::add);
        }
        Collections.shuffle(files, random);
        for (Path file : files.subList(0, Math.min(count, files.size()))) {
            pictures.add(gray(ImageIO.read(file.toFile())));
        }
        for (int i = 0; i < pictures.size(); i++) {
            BufferedImage other = pictures.get((i + 1) % pictures.size());
            ViewGuard guard = taught(pictures.get(i));
            changes(pictures.get(i), other).forEach((name, picture) -> show(guard, name, picture));
        }
    }

    private ViewGuard taught(BufferedImage picture) {
        ViewGuard guard = new ViewGuard(AT_ONCE, QUARTERS);
        for (int look = 0; look < TAUGHT; look++) {
            guard.look(look * SECOND_US, shrunk(noisy(picture, 3)));
        }
        return guard;
    }

    /** Three looks at it by a guard that has learnt the view; the third counts. */
    private void show(ViewGuard guard, String name, BufferedImage picture) {
        var memory = guard.memory().orElseThrow();
        ViewGuard fresh = new ViewGuard(AT_ONCE, QUARTERS);
        fresh.resume(memory);
        View view = View.UNGUARDED;
        for (int look = 0; look < 3; look++) {
            view = fresh.look((100 + look) * SECOND_US, shrunk(noisy(picture, 3)));
        }
        count(name, view);
    }

    private Map<String, BufferedImage> changes(BufferedImage picture, BufferedImage other) {
        Map<String, BufferedImage> all = new TreeMap<>();
        all.put("a same", picture);
        all.put("a noise 20", noisy(picture, 20));
        all.put("a light x 0.3", each(picture, value -> (int) (0.3 * value)));
        all.put("a gamma 0.4", each(picture, value -> (int) (255 * Math.pow(value / 255.0, 0.4))));
        all.put("a fog, contrast x 0.4", each(picture, value -> (int) (0.4 * value + 120)));
        all.put("a rain, 400 streaks", rain(picture, 400));
        all.put("a sway 0.6 %", moved(picture, 0.006, 0, 1));
        all.put("a other thing over 30 %", over(picture, other, 0.3));
        all.put("a other thing over 50 %", over(picture, other, 0.5));
        all.put("b other thing over 80 %", over(picture, other, 0.8));
        all.put("b night, light x 0.1", noisy(each(picture, value -> (int) (0.1 * value)), 6));
        all.put("c other picture", other);
        all.put("c shift 3 %", moved(picture, 0.03, 0, 1));
        all.put("c shift 6 %", moved(picture, 0.06, 0, 1));
        all.put("c shift 25 %", moved(picture, 0.25, 0, 1));
        all.put("c rotated 3 deg", moved(picture, 0, 3, 1));
        all.put("c rotated 8 deg", moved(picture, 0, 8, 1));
        all.put("c zoom 1.1", moved(picture, 0, 0, 1.1));
        all.put("c zoom 1.5", moved(picture, 0, 0, 1.5));
        all.put("d flat over 100 %", each(picture, value -> 90));
        all.put("d flat over 90 %", flat(picture, 0.9));
        all.put("d black", each(picture, value -> 2));
        all.put("e blur 0.5 % of the width", blurred(picture, 3));
        all.put("e blur 1 % of the width", blurred(picture, 6));
        all.put("e blur 3 % of the width", blurred(picture, 19));
        return all;
    }

    private void print() {
        counts.forEach(
                (name, states) -> System.out.printf("%-36s %s  hidden zones %d%n", name, states, hidden.get(name)));
    }

    private static void cost(Path picture) throws IOException {
        try (Frame frame = PictureFrame.read(picture);
                LumaShrinker shrinker = new LumaShrinker()) {
            LumaGrid grid = shrinker.shrink(frame);
            byte[] turned = grid.samples().clone();
            for (int i = 0; i < turned.length; i++) {
                turned[i] = grid.samples()[turned.length - 1 - i];
            }
            for (int round = 0; round < ROUNDS; round++) {
                ViewGuard guard = new ViewGuard(AT_ONCE, QUARTERS);
                System.out.printf(
                        "shrink %.1f us, clear %.1f us, turned %.1f us%n",
                        micros(i -> shrinker.shrink(frame)),
                        micros(i -> guard.look(i * SECOND_US, grid)),
                        micros(i -> guard.look((REPEATS + i) * SECOND_US, new LumaGrid(turned))));
            }
        }
    }

    /** Of one call, by the thread's own time: the machine may be busy. */
    private static double micros(IntConsumer call) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long began = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < REPEATS; i++) {
            call.accept(i);
        }
        return (threads.getCurrentThreadCpuTime() - began) / 1e3 / REPEATS;
    }

    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;

    private static BufferedImage gray(BufferedImage picture) {
        BufferedImage gray = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D paint = gray.createGraphics();
        paint.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        double scale = Math.max((double) WIDTH / picture.getWidth(), (double) HEIGHT / picture.getHeight());
        paint.drawImage(picture, AffineTransform.getScaleInstance(scale, scale), null);
        paint.dispose();
        return gray;
    }

    private static BufferedImage moved(BufferedImage picture, double right, double degrees, double zoom) {
        BufferedImage moved = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D paint = moved.createGraphics();
        paint.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        paint.translate(WIDTH / 2.0 + right * WIDTH, HEIGHT / 2.0);
        paint.rotate(Math.toRadians(degrees));
        paint.scale(zoom, zoom);
        paint.drawImage(picture, -WIDTH / 2, -HEIGHT / 2, null);
        paint.dispose();
        return moved;
    }

    private BufferedImage over(BufferedImage picture, BufferedImage other, double share) {
        BufferedImage over = each(picture, value -> value);
        Graphics2D paint = over.createGraphics();
        int width = (int) (share * WIDTH);
        int from = random.nextInt(WIDTH - width + 1);
        paint.setClip(from, 0, width, HEIGHT);
        paint.drawImage(other, 0, 0, null);
        paint.dispose();
        return over;
    }

    private BufferedImage flat(BufferedImage picture, double share) {
        return over(picture, each(picture, value -> 60), share);
    }

    private BufferedImage rain(BufferedImage picture, int streaks) {
        BufferedImage wet = each(picture, value -> value);
        Graphics2D paint = wet.createGraphics();
        paint.setColor(java.awt.Color.WHITE);
        for (int i = 0; i < streaks; i++) {
            int x = random.nextInt(WIDTH);
            int y = random.nextInt(HEIGHT);
            int length = 8 + random.nextInt(22);
            paint.drawLine(x, y, x + length / 5, y + length);
        }
        paint.dispose();
        return wet;
    }

    private BufferedImage noisy(BufferedImage picture, double deviation) {
        return each(picture, value -> (int) Math.round(value + deviation * random.nextGaussian()));
    }

    private static BufferedImage each(BufferedImage picture, UnaryOperator<Integer> change) {
        BufferedImage changed = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int value = change.apply(picture.getRaster().getSample(x, y, 0));
                changed.getRaster().setSample(x, y, 0, Math.clamp(value, 0, 255));
            }
        }
        return changed;
    }

    /** Three box filters: nearly a Gaussian of that deviation, pixels. */
    private static BufferedImage blurred(BufferedImage picture, int deviation) {
        double[] samples = picture.getRaster().getSamples(0, 0, WIDTH, HEIGHT, 0, (double[]) null);
        for (int pass = 0; pass < 3; pass++) {
            samples = box(box(samples, WIDTH, HEIGHT, 1, WIDTH, deviation), HEIGHT, WIDTH, WIDTH, 1, deviation);
        }
        BufferedImage blurred = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        blurred.getRaster().setSamples(0, 0, WIDTH, HEIGHT, 0, samples);
        return blurred;
    }

    private static double[] box(double[] in, int length, int lines, int step, int stride, int radius) {
        double[] out = new double[in.length];
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < length; i++) {
                double sum = 0;
                for (int k = i - radius; k <= i + radius; k++) {
                    sum += in[line * stride + Math.clamp(k, 0, length - 1) * step];
                }
                out[line * stride + i * step] = sum / (2 * radius + 1);
            }
        }
        return out;
    }

    /** By area, as the shrinker does. */
    private static LumaGrid shrunk(BufferedImage picture) {
        int side = WIDTH / LumaGrid.WIDTH;
        byte[] samples = new byte[LumaGrid.WIDTH * LumaGrid.HEIGHT];
        int[] all = picture.getRaster().getSamples(0, 0, WIDTH, HEIGHT, 0, (int[]) null);
        for (int i = 0; i < samples.length; i++) {
            int corner = i / LumaGrid.WIDTH * side * WIDTH + i % LumaGrid.WIDTH * side;
            int sum = 0;
            for (int k = 0; k < side * side; k++) {
                sum += all[corner + k / side * WIDTH + k % side];
            }
            samples[i] = (byte) (sum / (side * side));
        }
        return new LumaGrid(samples);
    }
}
