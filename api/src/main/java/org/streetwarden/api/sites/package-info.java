/** The register of dumping places, and what flights saw of each. */
package org.streetwarden.api.sites;
