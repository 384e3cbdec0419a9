/** Cases as service requests of Open311 GeoReport v2, to be read only. */
package org.streetwarden.api.open311;
