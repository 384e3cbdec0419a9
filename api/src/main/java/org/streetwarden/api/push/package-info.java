/** Hands cases over: tells the city's platforms what they must know, by pushing to them and by a feed that they read. */
package org.streetwarden.api.push;
