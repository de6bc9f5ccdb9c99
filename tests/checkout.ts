/** A checkout of the project for one test: its own content to write and build, with nothing of it left behind. */
import { execFileSync } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Served, serve } from '../scripts/local/served.ts';

const project = join(import.meta.dirname, '..');

export interface Checkout {
  /** Its folder. It is a git repository, with everything committed. */
  readonly root: string;
  /** What a command printed, and how it ended. */
  run(...command: readonly string[]): { readonly output: string; readonly code: number };
  /** `npm run build`, with its output; `more` is what it finds in the environment beside. */
  build(more?: Readonly<Record<string, string>>): { readonly output: string; readonly code: number };
  /** Starts one of the project’s servers, at a free port unless told which, and gives the address that it prints. */
  serve(script: 'start' | 'preview', port?: number): Promise<Served>;
  /** Stops what was started and takes the folder away. */
  remove(): Promise<void>;
}

/**
 * Copies what git knows of the project, and what it would take, into a folder of its own. The packages are shared.
 * @param settings what its commands and servers find in the environment beside what there is
 */
export async function temporaryCheckout(settings: Readonly<Record<string, string>> = {}): Promise<Checkout> {
  const root = await mkdtemp(join(tmpdir(), 'checkout-'));
  const askGit = (...parameters: string[]) => execFileSync('git', parameters, { cwd: project, encoding: 'utf8' });
  const listed = askGit('ls-files', '--cached', '--others', '--exclude-standard', '-z').split('\0').filter(Boolean);
  for (const folder of new Set(listed.map(dirname))) await mkdir(join(root, folder), { recursive: true });
  await Promise.all(listed.map((file) => copyFile(join(project, file), join(root, file))));
  // The packages are shared, and what earlier builds have kept by its bytes. Not what Vite makes ready, nor Astro’s store of content: those are this checkout’s.
  const packages = join(project, 'node_modules');
  await mkdir(join(root, 'node_modules/.astro'), { recursive: true });
  for (const name of await readdir(packages)) {
    if (name !== '.vite' && name !== '.astro') await symlink(join(packages, name), join(root, 'node_modules', name));
  }
  for (const kept of ['assets', 'focus', 'picture-sums', 'programs', 'search-parts', 'share-pictures', 'weights']) {
    await mkdir(join(packages, '.astro', kept), { recursive: true });
    await symlink(join(packages, '.astro', kept), join(root, 'node_modules/.astro', kept));
  }
  const git = (...parameters: string[]) => execFileSync('git', parameters, { cwd: root, stdio: 'pipe' });
  git('init', '--initial-branch=main', '--quiet');
  // What the project’s own repository has need not be packed once more.
  const objects = resolve(project, askGit('rev-parse', '--git-path', 'objects').trim());
  await writeFile(join(root, '.git/objects/info/alternates'), `${objects}\n`);
  git('-c', 'core.excludesFile=', 'add', '--all');
  git(
    '-c',
    'user.name=A member of staff',
    '-c',
    'user.email=staff@example.org',
    'commit',
    '--quiet',
    '--message=As it was',
  );

  const environment = {
    ...process.env,
    PATH: `${join(project, 'node_modules/.bin')}:${process.env.PATH}`,
    ASTRO_TELEMETRY_DISABLED: '1',
    ...settings,
  };
  const stops: (() => Promise<unknown>)[] = [];
  const runIn = (found: NodeJS.ProcessEnv, [command = '', ...parameters]: readonly string[]) => {
    try {
      const output = execFileSync(command, parameters, {
        cwd: root,
        env: found,
        encoding: 'utf8',
        stdio: 'pipe',
      });
      return { output, code: 0 };
    } catch (failure) {
      const { stdout, stderr, status } = failure as { stdout: string; stderr: string; status: number | null };
      return { output: `${stdout}${stderr}`, code: status ?? 1 };
    }
  };

  return {
    root,
    run: (...command) => runIn(environment, command),
    build: (more) => runIn({ ...environment, ...more }, ['npm', 'run', '--silent', 'build']),
    async serve(script, port) {
      const served = await serve(script, { root, environment, port });
      stops.push(served.stop);
      return served;
    },
    async remove() {
      for (const stop of stops) await stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** A checkout with the site in it as it is built already, and the CMS with it: for what asks for no build of its own. */
export async function builtCheckout(settings?: Readonly<Record<string, string>>): Promise<Checkout> {
  const checkout = await temporaryCheckout(settings);
  await putBuiltSite(checkout);
  return checkout;
}

/** Puts the site as it is built already into a checkout, in the place of any other. */
export async function putBuiltSite({ root }: Checkout): Promise<void> {
  for (const built of ['dist', 'built-functions']) {
    await rm(join(root, built), { recursive: true, force: true });
    await cp(join(project, built), join(root, built), { recursive: true });
  }
}
