/** Packages on their way: one archive each, named by its digest, signed or not, unpacked by nobody's leave but its own. */
package org.streetwarden.models.archive;
