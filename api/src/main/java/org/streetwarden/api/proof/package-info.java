/** The append-only log of manifests and acts, in the database, and the proofs out of it. */
package org.streetwarden.api.proof;
