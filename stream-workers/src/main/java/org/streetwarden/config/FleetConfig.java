package org.streetwarden.config;

/**
 * Whether cameras are shared out over all workers that have the same list.
 *
 * @param enabled false: this worker watches every camera of its list
 * @param capacity most cameras it will hold; 0: measured
 */
public record FleetConfig(boolean enabled, int capacity) {

    public static final FleetConfig ALONE = new FleetConfig(false, 0);

    static FleetConfig read(Section section) {
        FleetConfig fleet = new FleetConfig(
                section.parsed("enabled", false, "true or false", ConfigFile::truth),
                section.whole("capacity", 0, 0, 20_000));
        section.refuseUnknown();
        return fleet;
    }
}
