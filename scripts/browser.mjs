// A Chromium for the browser journeys: the system's, else from Debian's packages where we may install them, else
// one that comes as an npm package, else Playwright's own, if it was installed before.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { root } from './prepare.mjs';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const packaged = '@sparticuz/chromium@143.0.4';

/** Its path, or undefined to let Playwright look for its own. */
export async function findBrowser() {
  const installed = places.find((place) => existsSync(place));
  if (installed !== undefined) return installed;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing a browser for the journeys …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [
      ['update'],
      ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'],
    ]) {
      spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env });
    }
    const now = places.find((place) => existsSync(place));
    if (now !== undefined) return now;
  }
  const added = spawnSync('npm', ['install', '--no-save', '--no-package-lock', packaged], {
    cwd: root,
    stdio: 'ignore',
  });
  if (added.status !== 0) return undefined;
  const { default: chromium } = await import('@sparticuz/chromium');
  return chromium.executablePath();
}
