package org.streetwarden.flights;

import picocli.CommandLine.Command;

/** {@code streetwarden flights}, as far as it needs no server; the api has the rest. */
@Command(
        name = "flights",
        mixinStandardHelpOptions = true,
        description = "Drone flights: what a pilot's files are good for, and what they show on the ground.",
        subcommands = {InspectCommand.class, SurveyCommand.class},
        footerHeading = "With an api:%n",
        footer = {
            "  upload   Uploads files as one flight; goes on where a cut left it.",
            "  list     Lists flights, newest first.",
            "  show     Shows a flight, its problems and how far its survey is."
        })
public final class FlightsCommand {}
