/** Whose turn it is: when each camera is seen next, and what its upstream allows. Pure; clock and chance are passed in. */
package org.streetwarden.visit;
