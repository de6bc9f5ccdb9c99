/**
 * Has what was done with a monthly gift said once. It is in the page’s address, which then loses it: loaded again, the page shows the gift and no more. And
 * where a browser’s Back brings the page out of its memory, as it was, it is asked for anew: what stood there may be so no longer, and Chrome keeps in its
 * memory what nothing may keep, too. https://developer.chrome.com/docs/web-platform/bfcache-ccns
 */
const asked = new URLSearchParams(location.search);
const link = asked.get('link') ?? document.querySelector<HTMLInputElement>('[name=link]')?.value;
const asItIsNow = `/api/my-gift?link=${link}`;

if (link && asked.has('done')) history.replaceState(null, '', asItIsNow);
addEventListener('pageshow', ({ persisted }) => {
  // Not “again”: a page that was posted would be posted again.
  if (link && persisted) location.replace(asItIsNow);
});
