/**
 * Opens a photo of a gallery in a large view over the story. A photo is fetched when it is looked at, from its own page, so
 * there is nothing here that the page does not say. The address is the photo's: Back closes the view, reload shows the page.
 */

interface PhotoFromPage {
  readonly figure: HTMLElement;
  /** The page's title. */
  readonly title: string;
}

const galleries = [...document.querySelectorAll<HTMLElement>('.gallery')].map((section) => ({
  heading: section.querySelector('h2')?.textContent ?? '',
  links: [...section.querySelectorAll<HTMLAnchorElement>('li a')],
}));

const story = { path: location.pathname, title: document.title };
const photos = new Map<HTMLAnchorElement, Promise<PhotoFromPage>>();

let heading = '';
let links: readonly HTMLAnchorElement[] = [];
let place = 0;

const dialog = document.createElement('dialog');
dialog.className = 'large-view ground-beech';
dialog.setAttribute('aria-labelledby', 'large-view-heading');
dialog.setAttribute('aria-describedby', 'large-view-place');
dialog.innerHTML = `<div class="large-view-top">
  <h2 id="large-view-heading"></h2>
  <button type="button" data-way="close">Close</button>
</div>
<figure class="large-photo"></figure>
<div class="photo-ways">
  <button type="button" data-way="previous">Previous</button>
  <p role="status" id="large-view-place"></p>
  <button type="button" data-way="next">Next</button>
</div>`;
const within = (selector: string) => dialog.querySelector(selector) as HTMLElement;
const [previous, next] = [within('[data-way=previous]'), within('[data-way=next]')];

/** The photo as its own page shows it, fetched once; when that fails, it is asked for again the next time. */
function photoOf(link: HTMLAnchorElement): Promise<PhotoFromPage> {
  const fetched = photos.get(link) ?? fetchPhoto(link.href);
  photos.set(link, fetched);
  fetched.catch(() => photos.delete(link));
  return fetched;
}

async function fetchPhoto(address: string): Promise<PhotoFromPage> {
  const answer = await fetch(address);
  // That page's styles are not ours to apply, and this page's policy would say so in the console.
  const html = (await answer.text()).replace(/<style[\s\S]*?<\/style>/g, '');
  const page = new DOMParser().parseFromString(html, 'text/html');
  const figure = page.querySelector<HTMLElement>('.large-photo');
  if (!answer.ok || !figure) throw new Error(`${address} shows no photo.`);
  return { figure: document.adoptNode(figure), title: page.title };
}

/** Shows what the page has already, the thumbnail, until the photo itself is there. */
function held(link: HTMLAnchorElement): HTMLElement {
  const figure = document.createElement('figure');
  const thumbnail = link.querySelector('img');
  figure.className = 'large-photo';
  if (!thumbnail) return figure;
  // The photo's own size: that of the thumbnail on the page is that of its frame, which cuts it.
  const image = new Image(Number(thumbnail.getAttribute('width')), Number(thumbnail.getAttribute('height')));
  image.className = 'art whole coming';
  image.alt = thumbnail.alt;
  image.src = thumbnail.currentSrc;
  figure.append(image);
  return figure;
}

async function show(wanted: number, direction: 1 | -1 = 1): Promise<void> {
  const link = links[wanted];
  if (!link) return;
  place = wanted;
  const count = links.length;
  within('h2').textContent = heading;
  within('[role=status]').textContent = count > 1 ? `Photo ${place + 1} of ${count}` : '';
  for (const button of [previous, next]) button.hidden = count === 1;
  previous.setAttribute('aria-disabled', String(place === 0));
  next.setAttribute('aria-disabled', String(place === count - 1));
  within('.large-photo').replaceWith(held(link));
  try {
    const { figure, title } = await photoOf(link);
    // Someone may have gone on, or closed the view, while it was fetched.
    if (links[place] !== link || !dialog.open) return;
    document.title = title;
    const image = figure.querySelector('img');
    if (image && !image.complete) {
      image.style.backgroundImage = `url("${link.querySelector('img')?.currentSrc}")`;
      image.classList.add('coming');
      const hasCome = () => {
        image.removeAttribute('style');
        image.classList.remove('coming');
      };
      image.addEventListener('load', hasCome, { once: true });
    }
    within('.large-photo').replaceWith(figure);
    await image?.decode();
    const following = links[place + direction];
    if (links[place] === link && dialog.open && following) await photoOf(following);
  } catch {
    // The thumbnail stays, and the photo is asked for again when it is looked at again.
  }
}

function open(link: HTMLAnchorElement): void {
  for (const gallery of galleries) {
    if (gallery.links.includes(link)) ({ heading, links } = gallery);
  }
  if (!dialog.isConnected) document.body.append(dialog);
  if (!dialog.open) dialog.showModal();
  show(links.indexOf(link));
  // In a low window the view is scrolled, and begins at its top: the way on lies below the photo there.
  const isScrolled = dialog.scrollHeight > dialog.clientHeight;
  (links.length > 1 && !isScrolled ? next : within('[data-way=close]')).focus();
}

function go(to: number): void {
  const link = links[to];
  if (!link || to === place) return;
  history.replaceState(null, '', link.href);
  show(to, to < place ? -1 : 1);
}

for (const { links } of galleries) {
  for (const link of links) {
    link.addEventListener('click', (event) => {
      // Someone who asks for a new tab or a new window gets it.
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      history.pushState(null, '', link.href);
      open(link);
    });
  }
}

dialog.addEventListener('click', ({ target }) => {
  const way = (target as HTMLElement).dataset.way;
  if (way === 'close') dialog.close();
  if (way === 'previous') go(place - 1);
  if (way === 'next') go(place + 1);
});

dialog.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const ways: Readonly<Record<string, number>> = {
    ArrowLeft: place - 1,
    ArrowRight: place + 1,
    Home: 0,
    End: links.length - 1,
  };
  const to = ways[event.key];
  if (to === undefined) return;
  event.preventDefault();
  go(to);
});

let touched: Touch | undefined;
dialog.addEventListener(
  'touchstart',
  ({ touches }) => {
    // Two fingers, or one on a picture that was made larger, move the picture itself.
    touched = touches.length === 1 && (visualViewport?.scale ?? 1) <= 1 ? touches[0] : undefined;
  },
  { passive: true },
);
dialog.addEventListener('touchend', ({ changedTouches: [left] }) => {
  if (!touched || !left) return;
  const [across, down] = [left.clientX - touched.clientX, left.clientY - touched.clientY];
  touched = undefined;
  if (Math.abs(across) > 40 && Math.abs(across) > 2 * Math.abs(down)) go(place - Math.sign(across));
});

dialog.addEventListener('close', () => {
  document.title = story.title;
  if (location.pathname !== story.path) history.back();
  links[place]?.focus();
});

addEventListener('popstate', () => {
  const link = galleries.flatMap(({ links }) => links).find(({ pathname }) => pathname === location.pathname);
  if (link) open(link);
  else dialog.close();
});
