/** Offers the device's own way to share a page; where there is none, copies its address. Nothing is asked for until the button is pressed. */

for (const button of document.querySelectorAll<HTMLButtonElement>('.share button')) {
  const place = button.parentElement as HTMLElement;
  const said = place.querySelector('[role=status]') as HTMLElement;
  const url = document.querySelector<HTMLLinkElement>('link[rel=canonical]')?.href ?? location.href;
  const share = 'share' in navigator;
  if (!share) button.textContent = 'Copy the address';
  place.hidden = false;
  button.addEventListener('click', async () => {
    try {
      if (share) await navigator.share({ title: button.dataset.title ?? document.title, url });
      else {
        await navigator.clipboard.writeText(url);
        said.textContent = 'Copied.';
      }
    } catch (reason) {
      // Someone who thinks better of it is not told of a mistake.
      if ((reason as DOMException).name !== 'AbortError') said.textContent = `It did not work. The address is ${url}`;
    }
  });
}
