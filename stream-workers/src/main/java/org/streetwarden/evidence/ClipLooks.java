package org.streetwarden.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.streetwarden.casefile.Masking;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;
import org.streetwarden.geometry.Point;
import org.streetwarden.incident.Incident;

/** What a model saw in a clip, look by look, and what of each picture in between must not be seen. One thread. */
final class ClipLooks {

    /** Between two looks, at the least: a runner at 5 m/s comes 1.2 m far. */
    static final long EVERY_US = 240_000;

    /** How far from a look its masks reach, before and after: a thing missed at one look is hidden by the next ones. */
    static final long REACH_US = 500_000;

    /** Two boxes of one label whose middles are less than so many times the longer side apart may be one thing that moves. */
    private static final double STRIDE = 1;

    private final Incident incident;
    private final List<Look> looks = new ArrayList<>();

    private record Hidden(String label, Box box) {}

    /** @param swept what things cover on their way from the look before */
    private record Look(long ptsUs, List<Hidden> hidden, List<Box> swept) {}

    ClipLooks(Incident incident) {
        this.incident = incident;
    }

    int count() {
        return looks.size();
    }

    /** Whether a picture is to be looked at. */
    boolean due(long ptsUs) {
        return looks.isEmpty() || ptsUs >= looks.getLast().ptsUs() + EVERY_US - EVERY_US / 10;
    }

    /** Takes a look, later than those before. */
    void add(long ptsUs, List<Detection> things) {
        List<Hidden> hidden = new ArrayList<>();
        for (Detection thing : things) {
            Masking.part(
                            thing.label(),
                            thing.box(),
                            incident.kind(),
                            incident.raised().subject().box())
                    .ifPresent(part -> hidden.add(new Hidden(thing.label(), part)));
        }
        List<Box> swept = looks.isEmpty() ? List.of() : swept(looks.getLast().hidden(), hidden);
        looks.add(new Look(ptsUs, hidden, swept));
    }

    private static List<Box> swept(List<Hidden> before, List<Hidden> after) {
        List<Box> ways = new ArrayList<>();
        for (Hidden each : before) {
            nearest(each, after).ifPresent(other -> ways.add(hull(each.box(), other.box())));
        }
        for (Hidden each : after) {
            nearest(each, before).ifPresent(other -> ways.add(hull(each.box(), other.box())));
        }
        return ways;
    }

    private static Optional<Hidden> nearest(Hidden one, List<Hidden> others) {
        return others.stream()
                .filter(other -> other.label().equals(one.label()))
                .filter(other -> distance(one, other) < STRIDE * Math.max(longer(one.box()), longer(other.box())))
                .min(Comparator.comparingDouble(other -> distance(one, other)));
    }

    private static double longer(Box box) {
        return Math.max(box.width(), box.height());
    }

    private static double distance(Hidden one, Hidden other) {
        Point from = one.box().centre();
        Point to = other.box().centre();
        return Math.hypot(from.x() - to.x(), from.y() - to.y());
    }

    private static Box hull(Box a, Box b) {
        return new Box(
                Math.min(a.left(), b.left()),
                Math.min(a.top(), b.top()),
                Math.max(a.right(), b.right()),
                Math.max(a.bottom(), b.bottom()));
    }

    /** Whether no later look can change what {@link #hidden} says of a picture. */
    boolean settled(long ptsUs) {
        return !looks.isEmpty() && looks.getLast().ptsUs() >= ptsUs + REACH_US;
    }

    /** Whether there was a look at the picture, or at a later one. */
    boolean covers(long ptsUs) {
        return !looks.isEmpty() && looks.getLast().ptsUs() >= ptsUs;
    }

    /** @return empty where nothing may be seen: the looks around the picture are too far apart */
    Optional<List<Box>> hidden(long ptsUs) {
        long beforeUs = Long.MIN_VALUE / 2;
        long afterUs = Long.MAX_VALUE / 2;
        List<Box> hidden = new ArrayList<>();
        for (Look look : looks) {
            if (look.ptsUs() <= ptsUs) {
                beforeUs = look.ptsUs();
            }
            if (look.ptsUs() >= ptsUs && afterUs == Long.MAX_VALUE / 2) {
                afterUs = look.ptsUs();
            }
            if (Math.abs(look.ptsUs() - ptsUs) <= REACH_US) {
                look.hidden().forEach(each -> hidden.add(each.box()));
                hidden.addAll(look.swept());
            }
        }
        return afterUs - beforeUs <= 2 * EVERY_US ? Optional.of(hidden) : Optional.empty();
    }
}
