/** Pilots' flights: what they upload, what becomes of it, and the work that workers are asked for. */
package org.streetwarden.api.flights;
