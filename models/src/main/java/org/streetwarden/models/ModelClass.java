package org.streetwarden.models;

/**
 * One thing a model can see.
 *
 * @param name label of its detections
 * @param threshold the least score that counts, above 0 and at most 1
 * @param experimental whether it lacks evidence on real photographs
 */
public record ModelClass(String name, float threshold, boolean experimental) {}
