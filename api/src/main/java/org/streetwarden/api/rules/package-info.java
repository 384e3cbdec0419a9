/** The city's rules as versions, what was decided by them about every incident, and what others would have decided. */
package org.streetwarden.api.rules;
