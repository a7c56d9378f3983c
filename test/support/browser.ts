import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium, type Browser as Chromium } from 'playwright-core';

const known = [
  process.env['CHROME_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const found = (): string | undefined =>
  [...known, chromium.executablePath()].find((path) => path !== undefined && path !== '' && existsSync(path));

const tried = (what: string, run: () => void): void => {
  console.log(`No Chrome, Chromium or Edge found; trying ${what}`);
  try {
    run();
  } catch (error) {
    console.log(`  that failed: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`);
  }
};

/** The browser that is there, or one brought here. Without any the tests fail and say so: they are never skipped. */
export const browserPath = (): string => {
  if (found() === undefined)
    tried("playwright's own download", () => {
      execFileSync(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium'], {
        stdio: 'inherit',
        timeout: 300_000,
      });
    });
  if (found() === undefined && process.platform === 'linux' && process.getuid?.() === 0)
    tried("the system's package", () => {
      execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
      execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: 'inherit' });
    });
  const path = found();
  if (path === undefined)
    throw new Error(
      'The browser tests need Chrome, Chromium or Edge. Install one, or name one in CHROME_PATH, and run them again.',
    );
  return path;
};

/** Headless, and without the calls home that a closed network would refuse one by one. */
export const openBrowser = (): Promise<Chromium> =>
  chromium.launch({
    executablePath: browserPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
    ],
  });
