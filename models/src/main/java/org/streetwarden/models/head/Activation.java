package org.streetwarden.models.head;

/** What a network's last layer leaves to be done. */
final class Activation {

    private Activation() {}

    /** From the logarithm of odds to a probability. */
    static float sigmoid(float logit) {
        return (float) (1 / (1 + Math.exp(-logit)));
    }

    /** The logarithm of a probability's odds. */
    static float logit(float probability) {
        return (float) Math.log(probability / (1.0 - probability));
    }

    /** Turns scores into probabilities that add up to 1, in place. */
    static void softmax(float[] scores) {
        float most = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            most = Math.max(most, score);
        }
        float sum = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) Math.exp(scores[i] - most);
            sum += scores[i];
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] /= sum;
        }
    }
}
