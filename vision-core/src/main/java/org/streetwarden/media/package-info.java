/** Packets, frames and the ring that keeps the last seconds of a camera. */
package org.streetwarden.media;
