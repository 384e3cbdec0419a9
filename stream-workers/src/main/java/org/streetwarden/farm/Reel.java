package org.streetwarden.farm;

import java.util.List;

/**
 * The live position of one camera on its footage: a pure function of the camera's time, which counts 90 kHz ticks since
 * the farm started. Plays one footage in a loop, or two in turns of {@code turnTicks}, for ever or once. Not thread-safe.
 */
final class Reel {

    private final List<Footage> turns;
    private final long turnTicks;
    private final long lastTurn;
    private final long phaseTicks;

    private Footage footage;
    private long turnEndTicks;
    private long baseTicks;
    private int index;

    /**
     * @param turns one footage, or two of the same codec
     * @param turnTicks how long each plays before the other; {@link Long#MAX_VALUE} with one
     * @param lastTurn which then plays for ever, counted from 0; {@link Long#MAX_VALUE}: none is the last
     * @param phaseTicks where in the first loop the camera is at its time 0, not negative
     */
    Reel(List<Footage> turns, long turnTicks, long lastTurn, long phaseTicks) {
        this.turns = List.copyOf(turns);
        this.turnTicks = turnTicks;
        this.lastTurn = lastTurn;
        this.phaseTicks = phaseTicks;
        seek(0);
    }

    private Reel(Reel other) {
        turns = other.turns;
        turnTicks = other.turnTicks;
        lastTurn = other.lastTurn;
        phaseTicks = other.phaseTicks;
        footage = other.footage;
        turnEndTicks = other.turnEndTicks;
        baseTicks = other.baseTicks;
        index = other.index;
    }

    /** Moves to the first picture due at or after a camera time. */
    void seek(long ticks) {
        startTurn(turnTicks == Long.MAX_VALUE ? 0 : Math.min(lastTurn, ticks / turnTicks));
        long played = ticks - baseTicks;
        if (played > 0) {
            baseTicks += played / footage.loopTicks() * footage.loopTicks();
            index = footage.indexAt(ticks - baseTicks);
            wrap();
        }
    }

    private void startTurn(long turn) {
        footage = turns.get((int) (turn % turns.size()));
        index = 0;
        if (turn == 0) {
            baseTicks = -(phaseTicks % footage.loopTicks());
            index = footage.indexAt(-baseTicks);
        } else {
            // The footage before this turn may still be due to be shown: start when its last picture is.
            baseTicks = turn * turnTicks
                    + turns.get((int) ((turn - 1) % turns.size())).reorderTicks();
        }
        boolean last = turnTicks == Long.MAX_VALUE || turn == lastTurn;
        turnEndTicks = last ? Long.MAX_VALUE : (turn + 1) * turnTicks;
        wrap();
    }

    private void wrap() {
        if (index == footage.pictures().size()) {
            baseTicks += footage.loopTicks();
            index = 0;
        }
        if (dueTicks() >= turnEndTicks) {
            startTurn(turnEndTicks / turnTicks);
        }
    }

    void advance() {
        index++;
        wrap();
    }

    Picture picture() {
        return footage.pictures().get(index);
    }

    /** What plays at the present position. */
    Footage footage() {
        return footage;
    }

    /** Camera time at which the present picture is to be sent. */
    long dueTicks() {
        return baseTicks + picture().dtsTicks();
    }

    /** Presentation time of the present picture on the camera's time scale; rises over loops and turns. */
    long ptsTicks() {
        return baseTicks + picture().ptsTicks();
    }

    /** Presentation time of the next key picture, the present one included. */
    long nextKeyPtsTicks() {
        Reel ahead = new Reel(this);
        while (!ahead.picture().key()) {
            ahead.advance();
        }
        return ahead.ptsTicks();
    }
}
