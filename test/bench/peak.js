import { readFileSync } from 'node:fs';

/**
 * The most memory that this program has had, in bytes. Linux begins the count of `maxRSS` with what the parent had when it
 * started this process, which for a bench beside a whole local system is more than the bench itself ever has.
 */
export const peakBytes = () => {
  const own = process.platform === 'linux' && /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'));
  return (own ? Number(own[1]) : process.resourceUsage().maxRSS) * 1024;
};
