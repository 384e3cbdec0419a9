/**
 * A farm of cameras: an RTSP 1.0 server that plays MP4 files in a loop as live cameras, well-behaved or not. Serves the
 * demo, the tests and rehearsals with thousands of endpoints. Open {@link org.streetwarden.farm.CameraFarm} first.
 */
package org.streetwarden.farm;
