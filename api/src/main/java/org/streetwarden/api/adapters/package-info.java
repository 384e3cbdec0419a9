/** Says by data what a platform that knows nothing of us wants to be sent, and what its answers mean. */
package org.streetwarden.api.adapters;
