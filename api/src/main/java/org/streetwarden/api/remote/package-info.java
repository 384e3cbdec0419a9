/** The command line's side of the camera directory, of coverage and of the fleet: asks the api over HTTP and fetches catalogues for it. */
package org.streetwarden.api.remote;
