/** The same thing seen again. */
package org.streetwarden.track;
