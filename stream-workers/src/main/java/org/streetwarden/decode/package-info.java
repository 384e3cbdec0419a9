/** Packets to pictures: FFmpeg's decoders, one thread each, and the pools that own every frame. */
package org.streetwarden.decode;
