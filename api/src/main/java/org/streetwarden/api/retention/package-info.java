/** How long material is kept, what is deleted when its time is over, and what is held whatever its age. */
package org.streetwarden.api.retention;
