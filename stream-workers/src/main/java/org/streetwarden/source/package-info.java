/** Packets from cameras, HTTP streams and files, through FFmpeg's demuxers; nothing native leaves but a lent packet. */
package org.streetwarden.source;
