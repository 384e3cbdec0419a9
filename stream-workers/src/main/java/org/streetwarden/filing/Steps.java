package org.streetwarden.filing;

/**
 * Told before each step that changes what a restart would find. A test ends the process's life there by throwing; every
 * name is a place where a power cut leaves something different on the disk, in the store or on the stream.
 */
interface Steps {

    Steps NONE = step -> {};

    void before(String step);
}
