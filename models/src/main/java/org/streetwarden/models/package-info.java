/** Model packages and the detectors that run them. Open first: {@link org.streetwarden.models.ModelManifest}. */
package org.streetwarden.models;
