/** Model packages: what was imported, what was decided about it, what workers say of it. */
package org.streetwarden.api.models;
