/**
 * Has every photo that staff add made fit for the site before it leaves their browser: upright, no longer than the site keeps, and without what a
 * camera writes into it, such as where it was taken. The original never reaches the repository. It stands before Decap, and hands it the new file.
 */

const onDemand = () => import('./on-demand/photo-made-fit.ts');

const ours = new WeakSet<Event>();

/** Hears of every file that is chosen, before Decap does, and tells Decap of the one made from it. */
async function takeOver(event: Event): Promise<void> {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || input.type !== 'file' || ours.has(event) || !input.files?.length) return;
  event.stopImmediatePropagation();
  const chosen = [...input.files];
  try {
    const { madeFit, Refused } = await onDemand();
    const ready = new DataTransfer();
    for (const file of chosen) ready.items.add(await madeFit(file));
    if (!input.isConnected) throw new Refused('The window was closed before the photo was ready. Choose it again.');
    input.files = ready.files;
    const told = new Event('change', { bubbles: true });
    ours.add(told);
    input.dispatchEvent(told);
  } catch (mistake) {
    input.value = '';
    // Where even the words for it do not come, the browser has some.
    await onDemand().then(
      ({ sayWhyNot }) => sayWhyNot(mistake),
      () => alert('The photo could not be made ready. Choose it again.'),
    );
  }
}

/** Starts to look at every file that staff add. Files dropped on the CMS are refused: Decap takes none, and the browser would leave the page for them. */
export function makePhotosFit(): void {
  addEventListener('change', takeOver, { capture: true });
  addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  addEventListener(
    'drop',
    (event) => {
      if (!event.dataTransfer?.files.length || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      onDemand().then(({ say }) => say('Nothing was added. Use “Choose an image”, then “Upload”.'));
    },
    { capture: true },
  );
}
