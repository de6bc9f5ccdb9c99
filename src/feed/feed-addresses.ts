/** Where the news is for feed readers, in each of its forms. */
export const newsFeeds = { atom: '/news/feed.xml', json: '/news/feed.json' } as const;
