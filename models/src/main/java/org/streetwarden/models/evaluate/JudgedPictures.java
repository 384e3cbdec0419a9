package org.streetwarden.models.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.models.ModelClass;
import org.streetwarden.models.ModelPackage;

/**
 * What a model found on pictures.
 *
 * @param kinds the model's labels with their thresholds
 * @param judgements for every picture one list, in it one judgement per kind
 */
public record JudgedPictures(
        ModelIdentity model,
        List<ModelClass> kinds,
        List<LabelledPicture> pictures,
        List<List<Judgement>> judgements) {

    public JudgedPictures {
        kinds = List.copyOf(kinds);
        pictures = List.copyOf(pictures);
        judgements = List.copyOf(judgements);
    }

    /** One class per label of a package. */
    public static List<ModelClass> kinds(ModelPackage pack) {
        return pack.manifest().perLabel();
    }

    /** How a package is to be run over pictures. */
    public record Effort(boolean curve, int threads) {}

    /**
     * Runs a model over pictures, several side by side; the outcome does not depend on how many.
     *
     * @param progress told after every picture, from any thread
     */
    public static JudgedPictures run(ModelPackage pack, List<LabelledPicture> pictures, Effort effort, Runnable progress)
            throws IOException, DetectorFailure, InterruptedException {
        List<List<Judgement>> judgements = new ArrayList<>(Collections.nCopies(pictures.size(), null));
        AtomicInteger next = new AtomicInteger();
        Callable<ModelIdentity> share = () -> {
            try (PictureJudge judge = PictureJudge.open(pack, effort.curve())) {
                for (int i; (i = next.getAndIncrement()) < pictures.size(); ) {
                    List<Judgement> one = judge.judge(pictures.get(i));
                    synchronized (judgements) {
                        judgements.set(i, one);
                    }
                    progress.run();
                }
                return judge.model();
            } finally {
                next.set(pictures.size());
            }
        };
        ModelIdentity model = all(share, effort.threads());
        return new JudgedPictures(model, kinds(pack), pictures, judgements);
    }

    /**
     * Judges what a model has already seen at its own thresholds.
     *
     * @param seen one list per picture
     */
    public static JudgedPictures of(ModelPackage pack, List<LabelledPicture> pictures, List<List<Detection>> seen) {
        List<ModelClass> kinds = kinds(pack);
        List<List<Judgement>> judgements = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            LabelledPicture picture = pictures.get(i);
            List<Detection> here = seen.get(i);
            judgements.add(kinds.stream()
                    .map(kind -> Scoring.judge(kind.label(), picture, here, List.of()))
                    .toList());
        }
        return new JudgedPictures(pack.identity(), kinds, pictures, judgements);
    }

    /** Runs the same on several threads; the first failure ends all. */
    private static ModelIdentity all(Callable<ModelIdentity> share, int threads)
            throws IOException, DetectorFailure, InterruptedException {
        try (ExecutorService crew = Executors.newFixedThreadPool(threads)) {
            List<Future<ModelIdentity>> shares = crew.invokeAll(Collections.nCopies(threads, share));
            ModelIdentity model = null;
            for (Future<ModelIdentity> each : shares) {
                model = each.get();
            }
            return model;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case DetectorFailure failed -> throw failed;
                case RuntimeException failed -> throw failed;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** The place of a label among the kinds, or -1. */
    public int kind(String label) {
        return kinds.stream().map(ModelClass::label).toList().indexOf(label);
    }

    /** One label's judgements, in the order of the pictures. */
    List<Judgement> of(int kind) {
        return judgements.stream().map(each -> each.get(kind)).toList();
    }

    /** The indices of all pictures. */
    public int[] all() {
        int[] indices = new int[pictures.size()];
        Arrays.setAll(indices, i -> i);
        return indices;
    }
}
