/** The worker's YAML: read as a whole, every problem reported at once. */
package org.streetwarden.config;
