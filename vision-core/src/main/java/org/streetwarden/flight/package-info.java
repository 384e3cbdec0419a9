/** What a drone says of its flight: telemetry, poses on the video's clock, and where on the ground a picture's places lie. */
package org.streetwarden.flight;
