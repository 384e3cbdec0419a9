/** The second look: a classifier that sees only the crop of a candidate about to be raised. */
package org.streetwarden.models.verify;
