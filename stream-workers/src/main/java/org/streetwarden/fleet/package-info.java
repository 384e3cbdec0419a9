/** Which worker holds which camera: work items in Redis, fair shares, measured capacity, a camera's memory outside its worker. */
package org.streetwarden.fleet;
