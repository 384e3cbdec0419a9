package org.streetwarden.rollout;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;

/**
 * The models of one worker: loads and proves what is asked for, remembers what was refused and why, frees what no longer
 * looks. Owns every model it holds. One thread, but for {@link #close}.
 */
final class ModelsInMemory implements AutoCloseable {

    private final ModelIdentity configured;
    private final Path configuredFolder;
    private final ModelOpener opener;
    private final ModelSupply supply;
    private final Map<ModelIdentity, LoadedModel> loaded = new HashMap<>();
    private final Map<ModelIdentity, String> refusals = new HashMap<>();
    private final Set<ModelIdentity> missing = new LinkedHashSet<>();

    /**
     * @param first owned from now on
     * @param firstFolder of its package, should it have to be loaded again
     * @param supply where the packages of all others come from
     */
    ModelsInMemory(LoadedModel first, Path firstFolder, ModelOpener opener, ModelSupply supply) {
        configured = first.identity();
        configuredFolder = firstFolder;
        loaded.put(configured, first);
        this.opener = opener;
        this.supply = supply;
    }

    /** Forgets what was missing, and why models were refused that nobody names any more. */
    void startAnew(Set<ModelIdentity> named) {
        missing.clear();
        refusals.keySet().retainAll(named);
    }

    /** A model, loaded if need be; empty where it was refused or its package is still to come. */
    Optional<LoadedModel> find(ModelIdentity model) {
        if (!loaded.containsKey(model) && !refusals.containsKey(model)) {
            load(model);
        }
        return Optional.ofNullable(loaded.get(model));
    }

    /** Why a model was refused. */
    Optional<String> refusal(ModelIdentity model) {
        return Optional.ofNullable(refusals.get(model));
    }

    /** Models that were asked for and whose packages are still to come. */
    Set<ModelIdentity> missing() {
        return missing;
    }

    Set<ModelIdentity> held() {
        return loaded.keySet();
    }

    private void load(ModelIdentity model) {
        Optional<Path> folder = model.equals(configured) ? Optional.of(configuredFolder) : supply.folder(model);
        Optional<String> refusal = supply.refusal(model);
        if (refusal.isPresent()) {
            refusals.put(model, refusal.get());
        } else if (folder.isEmpty()) {
            missing.add(model);
        } else {
            load(model, folder.get());
        }
    }

    private void load(ModelIdentity model, Path folder) {
        try {
            LoadedModel opened = opener.open(folder);
            if (opened.identity().equals(model)) {
                loaded.put(model, opened);
                return;
            }
            opened.close();
            refusals.put(model, "%s: expected %s, found %s".formatted(folder, model, opened.identity()));
        } catch (DetectorFailure failure) {
            refusals.put(model, failure.getMessage());
        } catch (RuntimeException | OutOfMemoryError | LinkageError defect) {
            refusals.put(model, "%s: expected a model that loads, found %s".formatted(folder, defect));
        }
    }

    /**
     * Frees every other model.
     *
     * @return those that were freed
     */
    Set<ModelIdentity> keepOnly(Set<LoadedModel> looking) {
        Set<ModelIdentity> freed = new HashSet<>();
        for (LoadedModel model : Set.copyOf(loaded.values())) {
            if (!looking.contains(model)) {
                loaded.remove(model.identity());
                freed.add(model.identity());
                model.close();
            }
        }
        return freed;
    }

    /** Frees every model; for the last of the threads. */
    @Override
    public void close() {
        loaded.values().forEach(LoadedModel::close);
        loaded.clear();
    }
}
