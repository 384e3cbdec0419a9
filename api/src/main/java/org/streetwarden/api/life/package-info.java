/** What happens to a case after it was filed: steps that people take, and what the city's platform says. */
package org.streetwarden.api.life;
