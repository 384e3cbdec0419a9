/** Judged cases as training data: pictures, masked unless somebody says why not, labels in three forms, provenance. */
package org.streetwarden.api.dataset;
