/** What leaves the worker: incident records, evidence manifests and their one codec. */
package org.streetwarden.casefile;
