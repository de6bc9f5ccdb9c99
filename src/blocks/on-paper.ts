/** Fetches the pictures of a gallery when the page is printed: each waits until a reader is near it, and on paper nobody scrolls. */

function fetchPictures(): void {
  for (const image of document.querySelectorAll<HTMLImageElement>('.gallery img')) image.loading = 'eager';
}

addEventListener('beforeprint', fetchPictures);
// A program that makes a PDF may set the page for paper first, and print it only later: that leaves time for the pictures to come.
matchMedia('print').addEventListener('change', ({ matches }) => {
  if (matches) fetchPictures();
});
