/**
 * A practice GitHub’s API for one repository: as much of it as the CMS needs to open an entry, to save it as a draft, to change the draft, and to
 * publish or drop it, over a real git repository. It refuses what GitHub refuses.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { BrowserContext } from '@playwright/test';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly head: { readonly ref: string };
  readonly user: { readonly login: string };
  readonly updated_at: string;
  labels: { readonly name: string }[];
}

/** What somebody asks of it; the path is the part behind `/repos/owner/name`, with its query. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly told: string;
}

/** The API over the git repository at `root`. Pull requests are kept in memory. */
export function practiceRepository(root: string): (asked: Asked) => Answer {
  const git = (parameters: readonly string[], input?: string | Buffer, index?: string) =>
    execFileSync('git', parameters, {
      cwd: root,
      input,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        GIT_AUTHOR_NAME: 'A member of staff',
        GIT_AUTHOR_EMAIL: 'staff@example.org',
        GIT_COMMITTER_NAME: 'GitHub',
        GIT_COMMITTER_EMAIL: 'practice@example.org',
        ...(index ? { GIT_INDEX_FILE: index } : {}),
      },
    });
  const line = (...given: Parameters<typeof git>) =>
    git(...given)
      .toString()
      .trim();
  let pulls: readonly PullRequest[] = [];
  const ok = (body: unknown): Answer => ({ status: 200, body });
  const refused = (message: string, more = {}): Answer => ({ status: 422, body: { message, ...more } });

  function treeAt(place: string): Answer {
    const listed = line(['ls-tree', '-r', '-l', place]);
    const tree = listed.split('\n').map((entry) => {
      const [facts = '', path] = entry.split('\t');
      const [mode, type, sha, size] = facts.split(/ +/);
      return { mode, type, sha, size: Number(size), path };
    });
    return ok({ tree });
  }

  function newTree(base: string, entries: readonly { readonly path: string; readonly sha: string | null }[]): Answer {
    const index = join(root, '.git', 'practice-index');
    git(['read-tree', base], undefined, index);
    for (const { path, sha } of entries) {
      const change = sha === null ? ['--force-remove', path] : ['--add', '--cacheinfo', `100644,${sha},${path}`];
      git(['update-index', ...change], undefined, index);
    }
    return ok({ sha: line(['write-tree'], undefined, index) });
  }

  /** What is on one branch, `to`, and not on the other. */
  function compare(from: string, to: string): Answer {
    const lines = (...parameters: string[]) => line(parameters).split('\n').filter(Boolean);
    const files = lines('diff', '--raw', '--no-renames', '--no-abbrev', `${from}...${to}`).map((change) => {
      const [facts = '', filename = ''] = change.split('\t');
      const [, , , sha, kind = ''] = facts.split(' ');
      const status = { A: 'added', D: 'removed' }[kind] ?? 'modified';
      // Of what is no text GitHub shows no difference.
      const patch = /\.(md|yaml)$/.test(filename) ? line(['diff', `${from}...${to}`, '--', filename]) : undefined;
      return { filename, status, sha, patch };
    });
    const commits = lines('rev-list', '--reverse', `${from}..${to}`).map((sha) => ({
      sha,
      parents: [{ sha: line(['rev-parse', `${sha}^`]) }],
      commit: { message: line(['show', '-s', '--format=%B', sha]) },
    }));
    return ok({ files, commits, base_commit: { sha: line(['rev-parse', from]) } });
  }

  const isThere = (ref: string) => line(['for-each-ref', ref]) !== '';
  const onBranch = (head: string) => pulls.filter((pull) => pull.head.ref === head.replace(/^[^:]*:/, ''));
  const shown = (pull: PullRequest) => ({
    ...pull,
    head: { ...pull.head, sha: line(['rev-parse', pull.head.ref]) },
  });

  function newPullRequest({ title, head }: { readonly title: string; readonly head: string }): Answer {
    if (onBranch(head).length > 0)
      return refused('Validation Failed', { errors: [{ message: `A pull request already exists for ${head}.` }] });
    const pull: PullRequest = {
      number: pulls.length + 1,
      title,
      head: { ref: head.replace(/^[^:]*:/, '') },
      user: { login: 'staff' },
      updated_at: new Date().toISOString(),
      labels: [],
    };
    pulls = [...pulls, pull];
    return ok(shown(pull));
  }

  /** Takes what is on its branch into `main`. */
  function merge({ head: { ref }, title }: PullRequest): Answer {
    const tree = line(['merge-tree', '--write-tree', 'main', ref]);
    const sha = line(['commit-tree', tree, '-p', 'main', '-p', ref, '-m', title]);
    git(['update-ref', 'refs/heads/main', sha]);
    return ok({ sha, merged: true });
  }

  /** It is open no more. */
  function close(pull: PullRequest): Answer {
    pulls = pulls.filter((one) => one !== pull);
    return ok(pull);
  }

  return ({ method, path, told }) => {
    const json = () => JSON.parse(told);
    const { pathname, searchParams } = new URL(path || '/', 'https://api.github.com');
    const [, what = '', which = ''] = /^\/((?:git\/)?\w+)\/?(.*)$/.exec(pathname) ?? [];
    const place = decodeURIComponent(which);
    try {
      switch (`${method} ${what}`) {
        case 'GET ':
          return ok({ owner: { login: 'charity' }, permissions: { push: true } });
        case 'GET branches':
          return ok({
            name: place,
            commit: { sha: line(['rev-parse', place]) },
            _links: { self: `https://api.github.com/repos/charity/site/branches/${place}` },
          });
        case 'GET git/trees':
          return treeAt(place);
        case 'GET git/blobs':
          return ok({ content: git(['cat-file', 'blob', place]).toString('base64'), encoding: 'base64' });
        case 'GET compare': {
          const [from = '', to = ''] = place.split('...').map((end) => end.replace(/^[^:]*:/, ''));
          return compare(from, to);
        }
        case 'GET pulls': {
          const head = searchParams.get('head');
          return ok((head ? onBranch(head) : pulls).map(shown));
        }
        case 'POST git/blobs':
          return ok({ sha: line(['hash-object', '-w', '--stdin'], Buffer.from(json().content, 'base64')) });
        case 'POST git/trees':
          return newTree(json().base_tree, json().tree);
        case 'POST git/commits': {
          const { message, tree, parents } = json();
          const behind = parents.flatMap((parent: string) => ['-p', parent]);
          return ok({ sha: line(['commit-tree', tree, ...behind, '-m', message]) });
        }
        case 'POST git/refs': {
          const { ref, sha } = json();
          if (isThere(ref)) return refused('Reference already exists');
          git(['update-ref', ref, sha]);
          return ok({ ref, object: { sha } });
        }
        case 'PATCH git/refs': {
          const { sha } = json();
          if (!isThere(`refs/${place}`)) return refused('Reference does not exist');
          git(['update-ref', `refs/${place}`, sha]);
          return ok({ ref: `refs/${place}`, object: { sha } });
        }
        case 'POST pulls':
          return newPullRequest(json());
        case 'PUT pulls': {
          const pull = pulls.find(({ number }) => place === `${number}/merge`);
          if (!pull) break;
          close(pull);
          return merge(pull);
        }
        case 'PATCH pulls': {
          const pull = pulls.find(({ number }) => place === `${number}`);
          if (!pull) break;
          return close(pull);
        }
        case 'DELETE git/refs':
          if (!isThere(`refs/${place}`)) return refused('Reference does not exist');
          git(['update-ref', '-d', `refs/${place}`]);
          return { status: 204, body: '' };
        case 'PUT issues': {
          const pull = pulls.find(({ number }) => place === `${number}/labels`);
          if (pull) pull.labels = json().labels.map((name: string) => ({ name }));
          return ok(pull?.labels);
        }
      }
    } catch {
      // git knows of no such thing, and GitHub says so in the same way.
    }
    return { status: 404, body: { message: 'Not Found' } };
  };
}

/**
 * Has this repository answer where the CMS in this browser asks api.github.com.
 * @param whoHas the login of whoever a token was given to; nobody’s is refused
 */
export async function standInForGitHub(
  context: BrowserContext,
  repository: (asked: Asked) => Answer,
  whoHas: (token: string) => string | undefined,
): Promise<void> {
  await context.route('https://www.githubstatus.com/**', (route) => route.fulfill({ json: { components: [] } }));
  await context.route('https://api.github.com/**', async (route) => {
    const headers = {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*',
      'access-control-allow-methods': '*',
    };
    const { pathname, search } = new URL(route.request().url());
    const token = (await route.request().allHeaders()).authorization?.replace('token ', '');
    const login = token === undefined ? '' : whoHas(token);
    if (login === undefined)
      return route.fulfill({ headers, status: 401, json: { message: 'Bad credentials', status: '401' } });
    if (pathname.startsWith('/user')) return route.fulfill({ headers, json: { login, name: 'A member of staff' } });
    const { status, body } = repository({
      method: route.request().method(),
      path: pathname.replace('/repos/charity/site', '') + search,
      told: route.request().postData() ?? '',
    });
    return route.fulfill({ headers, status, json: body });
  });
}
