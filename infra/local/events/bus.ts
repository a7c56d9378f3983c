import type { Host } from '#infra/local/lambda/host.ts';
import { compilePattern } from '#infra/local/streams/pattern.ts';
import type { RulePlan } from '#infra/local/template/plan.ts';

/** The default event bus: hands each event to the targets of the rules it matches, asynchronously as EventBridge does. */
export function createBus(rules: readonly RulePlan[], host: Host): (event: object) => void {
  const matching = rules.flatMap(({ pattern, targets }) =>
    pattern ? [{ match: compilePattern(pattern), targets }] : [],
  );
  return (event) => {
    for (const { match, targets } of matching) {
      if (!match(event)) continue;
      for (const { functionArn, input } of targets) host.send(functionArn, input ?? JSON.stringify(event));
    }
  };
}
