/** How good a model is on labelled pictures. */
package org.streetwarden.models.evaluate;
