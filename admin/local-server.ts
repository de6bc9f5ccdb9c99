/** Where the CMS finds decap-server while the site runs on one’s own machine: on the site’s own origin, so that no port need be known; and what it can do. */
export const decapServerPath = '/decap-server';

/** Whether a CMS served from this origin works on the checkout of the person at this machine. */
export const isOwnMachine = (origin: string) => ['localhost', '127.0.0.1'].includes(new URL(origin).hostname);

/** How an entry gets on the site: at once; or by way of a draft that others look over. */
export type PublishMode = 'simple' | 'editorial_workflow';

/** Everywhere but on one’s own machine an entry is first a draft. There, it is so if decap-server makes commits. */
export async function publishModeAt(origin: string): Promise<PublishMode> {
  if (!isOwnMachine(origin)) return 'editorial_workflow';
  const answer = await fetch(`${origin}${decapServerPath}/api/v1`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'info' }),
  });
  const { publish_modes: modes } = (await answer.json()) as { readonly publish_modes: readonly PublishMode[] };
  return modes.includes('editorial_workflow') ? 'editorial_workflow' : 'simple';
}
