/** Copies of evidence pictures in which nobody can be known: what those below the auditor, and other systems, get. */
package org.streetwarden.api.masking;
