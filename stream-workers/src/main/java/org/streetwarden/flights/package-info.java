/** A pilot's files looked at before anything is uploaded: which belong together, and what is wrong with them. */
package org.streetwarden.flights;
