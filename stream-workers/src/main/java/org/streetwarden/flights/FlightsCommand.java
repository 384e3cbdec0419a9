package org.streetwarden.flights;

import picocli.CommandLine.Command;

/** {@code streetwarden flights}. */
@Command(
        name = "flights",
        mixinStandardHelpOptions = true,
        description = "Drone flights: what a pilot's files are good for, and what they show on the ground.",
        subcommands = {InspectCommand.class, SurveyCommand.class})
public final class FlightsCommand {}
