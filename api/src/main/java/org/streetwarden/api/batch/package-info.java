/** Several records in one transaction: what they look up once, and what they write together. */
package org.streetwarden.api.batch;
