/** From a raised incident to its pack: the clip remuxed, the stills, the manifest, and the proof that they are whole. */
package org.streetwarden.evidence;
