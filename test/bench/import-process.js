import { createRequire } from 'node:module';

/** What it takes this program, which has loaded nothing else yet, to load a bundle as Lambda does; in milliseconds of the processor. */
const require = createRequire(import.meta.url);
const before = process.cpuUsage();
require(process.argv[2]);
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpuMs: (user + system) / 1000, residentMB: process.memoryUsage.rss() / 1024 / 1024 }));
