const browsers: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/iPhone|iPad/, 'iPhone or iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'Mac'],
  [/Linux/, 'Linux'],
];
const named = (list: readonly [RegExp, string][], agent: string) => list.find(([sign]) => sign.test(agent))?.[1];

/** What a person calls the device, as far as its browser tells. */
export const deviceOf = (agent: string): string => {
  const [browser, system] = [named(browsers, agent), named(systems, agent)];
  return browser !== undefined && system !== undefined ? `${browser} on ${system}` : (browser ?? system ?? 'A device');
};
