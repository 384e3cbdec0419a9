/** What a model file says of itself, and what it can't say. */
package org.streetwarden.models.inspect;
