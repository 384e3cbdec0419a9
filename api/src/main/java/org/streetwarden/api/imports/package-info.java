/** What every import has, of the camera directory and of registers: files read row by row, drafts, their application. */
package org.streetwarden.api.imports;
