/** Formats that make evidence provable: canonical JSON, digests, signatures, and an append-only log with its proofs. */
package org.streetwarden.proof;
