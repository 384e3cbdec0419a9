package org.streetwarden.scene;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.geometry.Point;
import org.streetwarden.geometry.Polygon;

/**
 * Says of every look whether it shows the view that a camera's zones were drawn on. The view is learnt from the first looks
 * that resemble each other; slow change is followed, another view never. Looks may be seconds or minutes apart. About 8 kB
 * a camera. Pure over the looks it is given. One thread.
 */
public final class ViewGuard {

    /** So many looks that resemble each other at the least make a view. */
    static final int LEARN_LOOKS = 3;

    /** So many looks in a row must not be clear before it is said, or two this far apart; each is not judged all the same. */
    static final int CONFIRM_LOOKS = 3;

    private static final long CONFIRM_US = 60_000_000;

    /** A picture repeated so often, over so long at the least, is frozen. */
    static final int FROZEN_LOOKS = 5;

    private static final long FROZEN_US = 60_000_000;

    /** Mean luma below which it is dark, where little structure is left. */
    private static final double DARK = 20;

    private static final double DARK_STRUCTURE = 0.35;
    private static final double NO_STRUCTURE = 0.05;

    /** Less of the usual structure than this, and something is before the lens. */
    private static final double COVERED = 0.2;

    /** Less of the usual sharpness than this is a blur; real footage of fixed views keeps 0.6. */
    private static final double BLURRED = 0.45;

    /** A picture without more structure than this teaches nothing. */
    private static final double LEAST_TO_LEARN = 0.01;

    /** The view moves by this share towards a clear look, no more often than this: the light of an hour, never a turn. */
    private static final double FOLLOW = 0.05;

    private static final long FOLLOW_US = 90_000_000;

    /** Behind what hides a zone it changes slower: a lorry that unloads is no part of the place, one left there is in the end. */
    private static final long FOLLOW_HIDDEN_US = 10 * FOLLOW_US;

    private static final double FOLLOW_STRUCTURE = 0.5;

    /** A zone with less structure than so many pixels have cannot be told from one that is hidden. */
    private static final double LEAST_ZONE = 12;

    private static final double HIDDEN = 0.1;

    private static final int FINGERPRINT_CHARS = (2 * ViewField.COUNT * 4 + 2) / 3;

    private final ViewSettings settings;
    private final List<short[]> zones = new ArrayList<>();
    private ViewField view;
    private int looks;
    private long learntFromUs;
    private boolean learnt;
    private double structure;
    private double sharpness;
    private ViewState state = ViewState.UNKNOWN;
    private long sinceUs;
    private long followedUs;
    private int strangers;
    private int unclear;
    private long unclearUs;
    private int digest;
    private int repeats;
    private long repeatsUs;

    /**
     * @param zones in the order in which {@link View#hidden} numbers them
     * @throws IllegalArgumentException naming every setting at fault
     */
    public ViewGuard(ViewSettings settings, List<Polygon> zones) {
        List<String> problems = settings.problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("view: " + String.join("; ", problems));
        }
        this.settings = settings;
        zones.forEach(zone -> this.zones.add(pixels(zone)));
    }

    /** Every second pixel of every second row inside. */
    private static short[] pixels(Polygon zone) {
        short[] pixels = new short[ViewField.COUNT];
        int count = 0;
        for (int y = 0; y < ViewField.HEIGHT; y += 2) {
            for (int x = 0; x < ViewField.WIDTH; x += 2) {
                if (zone.contains(new Point((x + 0.5) / ViewField.WIDTH, (y + 0.5) / ViewField.HEIGHT))) {
                    pixels[count++] = (short) (y * ViewField.WIDTH + x);
                }
            }
        }
        return Arrays.copyOf(pixels, count);
    }

    /**
     * Takes one look.
     *
     * @param ptsUs on the camera's timeline, later than the look before
     */
    public View look(long ptsUs, LumaGrid grid) {
        ViewTraits seen = ViewTraits.of(grid);
        boolean frozen = frozen(ptsUs, seen.digest());
        if (!learnt) {
            learn(ptsUs, seen);
            boolean still = frozen && seen.structure() >= LEAST_TO_LEARN;
            return settled(still ? ViewState.FROZEN : ViewState.UNKNOWN, ptsUs, 0, Set.of());
        }
        Resemblance resemblance = Resemblance.of(view, seen.field());
        ViewState now = judge(seen, resemblance, frozen);
        if (now != ViewState.CLEAR) {
            return settled(now, ptsUs, resemblance.likeness(), Set.of());
        }
        Set<Integer> hidden = hidden(seen.field());
        follow(ptsUs, seen, hidden.isEmpty() ? FOLLOW_US : FOLLOW_HIDDEN_US);
        return settled(now, ptsUs, resemblance.likeness(), hidden);
    }

    private boolean frozen(long ptsUs, int now) {
        if (now != digest || repeats == 0) {
            digest = now;
            repeats = 0;
            repeatsUs = ptsUs;
        }
        repeats++;
        return repeats > FROZEN_LOOKS && ptsUs - repeatsUs >= FROZEN_US;
    }

    private ViewState judge(ViewTraits seen, Resemblance resemblance, boolean frozen) {
        boolean dim = seen.structure() < DARK_STRUCTURE * structure || seen.structure() < NO_STRUCTURE;
        if (seen.luma() < DARK && dim) {
            return ViewState.DARK;
        }
        boolean soft = seen.sharpness() < BLURRED * sharpness;
        if (soft && resemblance.same()) {
            return ViewState.BLURRED;
        }
        if (soft || seen.structure() < COVERED * structure) {
            return ViewState.COVERED;
        }
        if (frozen) {
            return ViewState.FROZEN;
        }
        return resemblance.same() && !resemblance.moved() ? ViewState.CLEAR : ViewState.TURNED;
    }

    private View settled(ViewState now, long ptsUs, double likeness, Set<Integer> hidden) {
        boolean judged = now == ViewState.CLEAR || now == ViewState.UNKNOWN;
        if (judged) {
            unclear = 0;
            enter(now, ptsUs);
        } else {
            unclearUs = unclear++ == 0 ? ptsUs : unclearUs;
            if (unclear >= CONFIRM_LOOKS || ptsUs - unclearUs >= CONFIRM_US) {
                enter(now, state == ViewState.CLEAR || state == ViewState.UNKNOWN ? unclearUs : ptsUs);
            }
        }
        boolean asks = state == ViewState.TURNED && ptsUs - sinceUs >= micros(settings.askAfter());
        return new View(state, sinceUs, now, likeness, asks, hidden);
    }

    private void enter(ViewState now, long ptsUs) {
        if (state != now) {
            state = now;
            sinceUs = ptsUs;
        }
    }

    private void learn(long ptsUs, ViewTraits seen) {
        if (seen.luma() < DARK || seen.structure() < LEAST_TO_LEARN) {
            return;
        }
        if (looks > 0 && !Resemblance.of(view, seen.field()).same()) {
            strangers++;
            looks = strangers < CONFIRM_LOOKS ? looks : 0;
            if (looks > 0) {
                return;
            }
        }
        strangers = 0;
        if (looks == 0) {
            view = ViewField.read(seen.field().bytes());
            structure = seen.structure();
            sharpness = seen.sharpness();
            learntFromUs = ptsUs;
        } else {
            follow(seen, Math.max(FOLLOW, 1.0 / (looks + 1)));
        }
        looks++;
        followedUs = ptsUs;
        learnt = looks >= LEARN_LOOKS && ptsUs - learntFromUs >= micros(settings.learnAfter());
    }

    private void follow(long ptsUs, ViewTraits seen, long everyUs) {
        if (ptsUs - followedUs >= everyUs && seen.luma() >= DARK && seen.structure() >= FOLLOW_STRUCTURE * structure) {
            followedUs = ptsUs;
            follow(seen, FOLLOW);
        }
    }

    private void follow(ViewTraits seen, double share) {
        view.follow(seen.field(), share);
        structure += share * (seen.structure() - structure);
        sharpness += share * (seen.sharpness() - sharpness);
    }

    private Set<Integer> hidden(ViewField now) {
        Set<Integer> hidden = new HashSet<>();
        for (int zone = 0; zone < zones.size(); zone++) {
            if (view.likeness(now, zones.get(zone), LEAST_ZONE) < HIDDEN) {
                hidden.add(zone);
            }
        }
        return hidden;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    /** What it takes to go on elsewhere; empty where nothing was learnt yet. */
    public Optional<ViewMemory> memory() {
        if (looks == 0) {
            return Optional.empty();
        }
        String fingerprint = Base64.getUrlEncoder().withoutPadding().encodeToString(view.bytes());
        return Optional.of(new ViewMemory(
                settings.label(),
                state,
                sinceUs,
                looks,
                learntFromUs,
                learnt,
                followedUs,
                structure,
                sharpness,
                fingerprint));
    }

    /** Goes on with what another guard has learnt; what was learnt under another label, or is damaged, is left. */
    public void resume(ViewMemory memory) {
        if (memory.fingerprint().length() != FINGERPRINT_CHARS
                || !memory.label().equals(settings.label())) {
            return;
        }
        view = ViewField.read(Base64.getUrlDecoder().decode(memory.fingerprint()));
        looks = memory.looks();
        learntFromUs = memory.learntFromUs();
        learnt = memory.learnt();
        followedUs = memory.followedUs();
        structure = memory.structure();
        sharpness = memory.sharpness();
        state = memory.state();
        sinceUs = memory.sinceUs();
    }
}
