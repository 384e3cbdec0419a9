/** The only place that knows pixels: from a decoded frame to a model's input, and back to fractions. */
package org.streetwarden.models.pixels;
