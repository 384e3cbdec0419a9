package org.streetwarden.evidence;

import java.util.Optional;
import org.streetwarden.incident.Incident;
import org.streetwarden.incident.OpenIncident;
import org.streetwarden.media.Clip;

/**
 * An incident handed in, with what its evidence is made from.
 *
 * @param open what to remember of it over a restart
 * @param experimental whether the label's class of the model that raised it has no real evidence behind it, or no model named
 *     the thing
 * @param placed packets that decode to the picture of whoever was at the place when the thing first stood there, as
 *     {@code GopRing.gopAt} cuts them; empty where nobody was, or they had left the ring
 * @param first packets that decode to the picture at first sight, as {@code GopRing.gopAt} cuts them; empty where they
 *     had left the ring
 * @param threshold the same at the notice threshold
 * @param raised the same at the raise
 * @param footage of the run that raised it
 */
public record Raise(
        Incident incident,
        OpenIncident open,
        String cameraName,
        boolean experimental,
        Optional<Clip> placed,
        Optional<Clip> first,
        Optional<Clip> threshold,
        Optional<Clip> raised,
        Footage footage) {}
