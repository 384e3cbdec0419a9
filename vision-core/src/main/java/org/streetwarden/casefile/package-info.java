/** What leaves the worker: incident records, evidence manifests, what the fleet shares, and their codecs. */
package org.streetwarden.casefile;
