/** How a model that others made becomes a package: what its file says, what a person states, what pictures show. */
package org.streetwarden.models.intake;
