/** Where the build puts Netlify’s functions, and Netlify takes them from (`netlify.toml`), in the project: whoever asks only that loads nothing that builds. */
export const builtFunctions = 'built-functions/';
