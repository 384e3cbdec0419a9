/** What the cases of some weeks say together: hot kinds, places and hours, how far cases came, how right we were. */
package org.streetwarden.api.insight;
