/** Where a kind of incident can happen, and when it is permitted. */
package org.streetwarden.zone;
