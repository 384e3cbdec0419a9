/** Places and shapes in a picture, as fractions of its width and height. */
package org.streetwarden.geometry;
