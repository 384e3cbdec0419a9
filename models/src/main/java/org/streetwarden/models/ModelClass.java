package org.streetwarden.models;

/**
 * One thing a model can see.
 *
 * @param name the model's own word, no other class has it
 * @param label our word for it, which its detections carry; several classes may share one
 * @param threshold the least score that counts, above 0 and at most 1
 * @param experimental whether it lacks evidence on real photographs
 */
public record ModelClass(String name, String label, float threshold, boolean experimental) {

    /** A class whose name is our word already. */
    public ModelClass(String name, float threshold, boolean experimental) {
        this(name, name, threshold, experimental);
    }
}
