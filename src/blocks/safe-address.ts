/** Where a link in staff's text may lead. */

/** This site, the web, an email address or a telephone. */
const safeAddress = /^(https?:\/\/|mailto:|tel:|\/(?!\/)|#)/i;

/** Whether an address is one of those, and written as an address is: `http://` alone leads nowhere. */
export const isSafe = (address: string): boolean =>
  safeAddress.test(address) && URL.canParse(address, 'https://this.site');
