/** What a camera's place looks like when nothing unusual stands there, and what stands there now. */
package org.streetwarden.scene;
