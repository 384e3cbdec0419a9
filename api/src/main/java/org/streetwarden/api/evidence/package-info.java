/** Reads evidence packs out of the S3 store. */
package org.streetwarden.api.evidence;
