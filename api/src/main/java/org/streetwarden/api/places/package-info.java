/** What a city lays down as data: code tables, grids and other layers, responsible units, the working calendar. */
package org.streetwarden.api.places;
