/** Cases in PostgreSQL: the rows, who may write them, how they are found. */
package org.streetwarden.api.cases;
