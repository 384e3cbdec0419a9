package org.streetwarden.flight;

import java.util.ArrayList;
import java.util.List;
import org.streetwarden.directory.LonLat;

/** A track of any length in few places: every n-th, where n doubles whenever there are too many. One thread. */
public final class TrackSketch {

    /** Most places that are kept. */
    public static final int MOST = 512;

    private final List<LonLat> places = new ArrayList<>();
    private long seen;
    private long stride = 1;
    private LonLat last;
    private boolean lastKept;

    public void add(LonLat place) {
        last = place;
        lastKept = false;
        if (seen++ % stride != 0) {
            return;
        }
        if (places.size() == MOST - 1) {
            int half = (places.size() + 1) / 2;
            for (int i = 0; i < half; i++) {
                places.set(i, places.get(2 * i));
            }
            places.subList(half, places.size()).clear();
            stride *= 2;
            if ((seen - 1) % stride != 0) {
                return;
            }
        }
        places.add(place);
        lastKept = true;
    }

    /** With the last place at the end. */
    public List<LonLat> places() {
        List<LonLat> all = new ArrayList<>(places);
        if (last != null && !lastKept) {
            all.add(last);
        }
        return List.copyOf(all);
    }
}
