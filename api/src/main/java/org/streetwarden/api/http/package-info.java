/** Routes, problems, limits and headers. */
package org.streetwarden.api.http;
