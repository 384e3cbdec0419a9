/** Tells every browser what changed, in commit order. */
package org.streetwarden.api.events;
