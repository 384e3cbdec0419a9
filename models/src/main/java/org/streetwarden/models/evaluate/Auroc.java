package org.streetwarden.models.evaluate;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Area under the receiver operating characteristic: how probably a picture that deserves an alarm scores above one that
 * does not, equal scores counting half (Mann and Whitney's U).
 */
final class Auroc {

    private final double[] scores;
    private final boolean[] alarm;
    private final int[] order;

    Auroc(double[] scores, boolean[] alarm) {
        this.scores = scores;
        this.alarm = alarm;
        this.order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** @param drawn how often each picture counts; not a number where one side is empty */
    double of(int[] drawn) {
        double below = 0;
        double wins = 0;
        double alarms = 0;
        for (int from = 0; from < order.length; ) {
            double score = scores[order[from]];
            double quietHere = 0;
            double alarmsHere = 0;
            for (; from < order.length && scores[order[from]] == score; from++) {
                int picture = order[from];
                quietHere += alarm[picture] ? 0 : drawn[picture];
                alarmsHere += alarm[picture] ? drawn[picture] : 0;
            }
            wins += alarmsHere * (below + quietHere / 2);
            below += quietHere;
            alarms += alarmsHere;
        }
        return wins / (below * alarms);
    }
}
