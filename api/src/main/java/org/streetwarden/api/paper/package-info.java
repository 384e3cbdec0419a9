/** Pages of A4 as PDF, with Chinese letters embedded: what people print, sign and file. */
package org.streetwarden.api.paper;
