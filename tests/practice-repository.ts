/** A practice GitHub’s API for one repository: as much of it as the CMS needs to open an entry and to save it as a draft, over a real git repository. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly head: { readonly ref: string; readonly sha: string };
  readonly user: { readonly login: string };
  readonly updated_at: string;
  labels: { readonly name: string }[];
}

/** What somebody asks of it; the path is the part behind `/repos/owner/name`. */
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
  const pulls: PullRequest[] = [];
  const ok = (body: unknown): Answer => ({ status: 200, body });

  function treeAt(place: string): Answer {
    const listed = line(['ls-tree', '-r', '-l', place]);
    const tree = listed.split('\n').map((entry) => {
      const [facts = '', path] = entry.split('\t');
      const [mode, type, sha, size] = facts.split(/ +/);
      return { mode, type, sha, size: Number(size), path };
    });
    return ok({ tree });
  }

  function newTree(base: string, entries: readonly { readonly path: string; readonly sha: string }[]): Answer {
    const index = join(root, '.git', 'practice-index');
    git(['read-tree', base], undefined, index);
    for (const { path, sha } of entries)
      git(['update-index', '--add', '--cacheinfo', `100644,${sha},${path}`], undefined, index);
    return ok({ sha: line(['write-tree'], undefined, index) });
  }

  function newPullRequest({ title, head }: { readonly title: string; readonly head: string }): Answer {
    const ref = head.replace(/^[^:]*:/, '');
    const pull: PullRequest = {
      number: pulls.length + 1,
      title,
      head: { ref, sha: line(['rev-parse', ref]) },
      user: { login: 'staff' },
      updated_at: new Date().toISOString(),
      labels: [],
    };
    pulls.push(pull);
    return ok(pull);
  }

  return ({ method, path, told }) => {
    const json = () => JSON.parse(told);
    const [, what = '', which = ''] = /^\/((?:git\/)?\w+)\/?(.*)$/.exec(path) ?? [];
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
          const changed = line(['diff', '--name-only', place]).split('\n').filter(Boolean);
          return ok({ files: changed.map((filename) => ({ filename, status: 'modified', sha: '' })) });
        }
        case 'GET pulls':
          return ok(pulls);
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
          git(['update-ref', ref, sha]);
          return ok({ ref, object: { sha } });
        }
        case 'POST pulls':
          return newPullRequest(json());
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
