/** The model life cycle from a command line: asks the api over HTTP. */
package org.streetwarden.models.remote;
