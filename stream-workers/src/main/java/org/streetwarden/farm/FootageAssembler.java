package org.streetwarden.farm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.streetwarden.farm.FootageReader.Sample;

/** Turns the samples of a file into a loop: starts at a key picture, times from zero, parameter sets before each key. */
final class FootageAssembler {

    private final Path file;
    private final ParameterSets sets;
    private final List<Sample> samples;

    /** @param samples in decoding order, as read */
    FootageAssembler(Path file, ParameterSets sets, List<Sample> samples) {
        this.file = file;
        this.sets = sets;
        this.samples = samples;
    }

    Footage assemble(int width, int height) throws UnplayableFile {
        List<Sample> playable = fromFirstKey();
        ParameterSets known = sets.units().isEmpty() ? sets.withUnits(inBandSets(playable.get(0))) : sets;
        if (known.units().isEmpty()) {
            throw new UnplayableFile(file, "parameter sets in the header or before the first picture", "none");
        }
        long origin = playable.get(0).dtsTicks();
        long lead = playable.stream()
                .mapToLong(s -> s.dtsTicks() - s.ptsTicks())
                .max()
                .orElse(0);
        long shift = Math.max(0, lead);
        List<Picture> pictures = new ArrayList<>(playable.size());
        for (Sample s : playable) {
            pictures.add(Packetiser.packetise(
                    known.codec(), s.dtsTicks() - origin, s.ptsTicks() - origin + shift, s.key(), units(s, known)));
        }
        long reorder = pictures.stream()
                .mapToLong(p -> p.ptsTicks() - p.dtsTicks())
                .max()
                .orElse(0);
        return new Footage(file, known, width, height, pictures, loopTicks(playable), reorder);
    }

    private List<Sample> fromFirstKey() throws UnplayableFile {
        for (int i = 0; i < samples.size(); i++) {
            if (samples.get(i).key()) {
                return afterLeadingPictures(i);
            }
        }
        throw new UnplayableFile(file, "at least one key picture", "none in " + samples.size() + " pictures");
    }

    /** Pictures that are shown before the first key picture refer to what the file does not hold. */
    private List<Sample> afterLeadingPictures(int keyIndex) throws UnplayableFile {
        Sample first = samples.get(keyIndex);
        List<Sample> playable = new ArrayList<>();
        for (Sample s : samples.subList(keyIndex, samples.size())) {
            if (s.ptsTicks() >= first.ptsTicks()) {
                playable.add(s);
            }
        }
        for (int i = 1; i < playable.size(); i++) {
            if (playable.get(i).dtsTicks() <= playable.get(i - 1).dtsTicks()) {
                throw new UnplayableFile(file, "rising decoding times", "none at picture " + i);
            }
        }
        return playable;
    }

    private List<byte[]> inBandSets(Sample sample) {
        return sample.units().stream()
                .filter(u -> sets.codec().parameterSet(sets.codec().nalType(u[0])))
                .toList();
    }

    private List<byte[]> units(Sample sample, ParameterSets known) {
        if (!sample.key() || !inBandSets(sample).isEmpty()) {
            return sample.units();
        }
        List<byte[]> units = new ArrayList<>(known.units());
        units.addAll(sample.units());
        return units;
    }

    private static long loopTicks(List<Sample> playable) {
        Sample first = playable.get(0);
        Sample last = playable.get(playable.size() - 1);
        long decoding = last.dtsTicks() - first.dtsTicks();
        long average = playable.size() > 1 ? decoding / (playable.size() - 1) : Footage.TICKS_PER_SECOND;
        long start = playable.stream().mapToLong(Sample::ptsTicks).min().orElse(0);
        long end = playable.stream()
                .mapToLong(s -> s.ptsTicks() + (s.durationTicks() > 0 ? s.durationTicks() : average))
                .max()
                .orElse(0);
        return Math.max(end - start, decoding + Math.max(1, average));
    }
}
