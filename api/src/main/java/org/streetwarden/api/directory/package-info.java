/** The camera directory: reading catalogues, comparing them with what stands here, applying the difference. */
package org.streetwarden.api.directory;
