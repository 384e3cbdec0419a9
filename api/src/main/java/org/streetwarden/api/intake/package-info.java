/** From the workers' stream into the database, each record exactly once. */
package org.streetwarden.api.intake;
