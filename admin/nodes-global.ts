/** Node’s name for what a browser calls `window`, which packages of Decap’s use as they are read. Decap gives it, but late: where `npm start` reads its parts one by one, some come first. */
Object.assign(window, { global: window });
