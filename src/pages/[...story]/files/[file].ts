/** A file that a story offers for download, just as staff added it. */
import { readFile } from 'node:fs/promises';
import type { APIRoute } from 'astro';
import { everyDownload } from '../../../content.ts';

export async function getStaticPaths() {
  return (await everyDownload()).map((props) => {
    const [story, file] = props.address.slice(1).split('/files/');
    return { params: { story, file }, props };
  });
}

export const GET: APIRoute = async ({ props }) => new Response(new Uint8Array(await readFile(props.file)));
