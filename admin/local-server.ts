/** Where the CMS finds decap-server while the site runs on one’s own machine: on the site’s own origin, so that no port need be known. */
export const decapServerPath = '/decap-server';
