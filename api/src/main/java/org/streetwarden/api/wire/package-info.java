/** How cases and cameras look as JSON. */
package org.streetwarden.api.wire;
