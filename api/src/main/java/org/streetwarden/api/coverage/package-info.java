/** How often each camera is seen, held against the promise. */
package org.streetwarden.api.coverage;
