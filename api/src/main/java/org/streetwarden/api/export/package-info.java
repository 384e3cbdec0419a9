/** One case as a pack that others can keep and verify. */
package org.streetwarden.api.export;
