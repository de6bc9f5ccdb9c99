/** The way to a map. It is a plain link: no map is drawn here, and nobody else's server is asked until a reader goes there. */

/** Where OpenStreetMap looks for a place: https://wiki.openstreetmap.org/wiki/Search_links. The UK is said, for towns that others have, too. */
export const mapLink = (place: string): string =>
  `https://www.openstreetmap.org/search?${new URLSearchParams({ query: `${place}, UK` })}`;
