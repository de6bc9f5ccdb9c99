/** The CMS, from its first line, for the page that it runs in. */
import './nodes-global.ts';
import './index.ts';

document.querySelector('#starting')?.remove();
