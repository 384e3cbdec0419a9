/** When what is seen becomes an incident: pure rules over media time. */
package org.streetwarden.incident;
