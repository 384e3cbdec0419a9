/** How the numbers a network puts out become boxes: one {@link org.streetwarden.models.head.Head} per layout. */
package org.streetwarden.models.head;
