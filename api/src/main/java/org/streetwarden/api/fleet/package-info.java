/** The workers that share the cameras out among themselves: what they say, and who is told to give them away. */
package org.streetwarden.api.fleet;
