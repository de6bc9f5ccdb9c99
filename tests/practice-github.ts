/** A practice GitHub: the two addresses of its sign-in, over HTTP on this machine, which refuse what GitHub refuses. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** The application it knows. */
export const practiceApplication = { clientId: 'practice-application', clientSecret: 'practice-secret' } as const;

/** The token it gives, until it is told of another. */
export const practiceToken = 'gho_practice</script><b>&"';

export interface PracticeGitHub {
  readonly url: string;
  /** Forgets every code it gave: they have run out. */
  letCodesRunOut(): void;
  /** Gives this token from now on. */
  giveNewToken(token: string): void;
  stop(): Promise<void>;
}

/** Starts it, at any free port. */
export async function startPracticeGitHub(): Promise<PracticeGitHub> {
  /** Each code with the address it was given for. A code serves once. */
  const codes = new Map<string, string>();
  let givenToken: string = practiceToken;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
    if (pathname === '/login/oauth/authorize' && searchParams.get('client_id') === practiceApplication.clientId) {
      const back = (outcome: Record<string, string>) => {
        const address = new URL(searchParams.get('redirect_uri') ?? '');
        address.search = new URLSearchParams({ ...outcome, state: searchParams.get('state') ?? '' }).toString();
        return address.href.replaceAll('&', '&amp;');
      };
      const code = `code-${codes.size + 1}`;
      codes.set(code, searchParams.get('redirect_uri') ?? '');
      response.setHeader('content-type', 'text/html');
      response.end(
        `<title>Practice GitHub</title><a href="${back({ code })}">Authorize</a> <a href="${back({ error: 'access_denied' })}">Cancel</a>`,
      );
      return;
    }
    if (pathname === '/login/oauth/access_token' && request.method === 'POST') {
      const form = new URLSearchParams(await text(request));
      const known = codes.get(form.get('code') ?? '');
      codes.delete(form.get('code') ?? '');
      const isOurs =
        form.get('client_id') === practiceApplication.clientId &&
        form.get('client_secret') === practiceApplication.clientSecret;
      response.setHeader('content-type', 'application/json');
      if (!isOurs) response.end('{"error":"incorrect_client_credentials"}');
      else if (known === undefined) response.end('{"error":"bad_verification_code"}');
      else if (known !== form.get('redirect_uri')) response.end('{"error":"redirect_uri_mismatch"}');
      else response.end(JSON.stringify({ access_token: givenToken, scope: 'repo', token_type: 'bearer' }));
      return;
    }
    response.writeHead(404).end();
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    letCodesRunOut: () => codes.clear(),
    giveNewToken(token) {
      givenToken = token;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
