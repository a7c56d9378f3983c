import { retentionSpecs, type RetentionChange } from '#functions/lib/http/retention-specs.ts';
import { route, type Asked, type Route } from '#functions/lib/http/request.ts';
import { tenantStore, type Table, type TenantStore } from '#functions/lib/store/index.ts';
import { eventOf } from '#functions/lib/usecases/access.ts';
import { Problem } from '#shared/model/problem.ts';
import { mayDo } from '#shared/derive/access.ts';
import {
  retentionClasses,
  retentionClassNames,
  retentionClassOf,
  triggerLabels,
  type RetentionClassName,
} from '#shared/permit/retention-classes.ts';
import { classFor, type RetentionPolicy, type Rule } from '#shared/permit/retention.ts';

const typesOf = (name: RetentionClassName) =>
  Object.entries(retentionClassOf).flatMap(([type, its]) => (its === name ? [type] : []));

export const policyReply = (policy: RetentionPolicy, status = 200) => ({
  status,
  version: policy.version,
  body: {
    ...policy,
    classes: retentionClassNames.map((name) => {
      const { trigger, years } = retentionClasses[name];
      return { name, ...classFor(policy, name), usual: { trigger, years }, recordTypes: typesOf(name) };
    }),
  },
});

const saidRule = ({ years, trigger }: Rule) => `${years} years from ${triggerLabels[trigger]}`;

/** What changes, as sentences for the log: the old and the new of each class that is another one now. */
const said = (before: RetentionPolicy, { classes = {}, permitYearStart, termEnds }: RetentionChange): string[] => [
  ...retentionClassNames.flatMap((name) => {
    const [was, is] = [saidRule(classFor(before, name)), classes[name] && saidRule(classes[name])];
    return is === undefined || is === was ? [] : [`${retentionClasses[name].label}: ${was} to ${is}`];
  }),
  ...(permitYearStart === undefined || permitYearStart === before.permitYearStart
    ? []
    : [`Permit years begin on ${permitYearStart}`]),
  ...(termEnds === undefined ? [] : [`Permit terms end on ${termEnds.join(', ') || 'no known day'}`]),
];

const refuseBelowFloor = (change: RetentionChange): void => {
  const errors = retentionClassNames.flatMap((name) => {
    const [{ floor, label }, years] = [retentionClasses[name], change.classes?.[name]?.years];
    return years === undefined || years >= floor
      ? []
      : [{ path: `classes.${name}.years`, message: `${label} must be kept for at least ${floor} years.` }];
  });
  if (errors.length > 0) throw new Problem('invalid', 'The law asks for more years.', errors);
};

/** The person who is asked must be one who may decide, today. */
const namedPerson = async (store: TenantStore, id: string | undefined): Promise<string[]> => {
  if (id === undefined) return [];
  const member = await store.member(id);
  if (member?.status !== 'active' || !mayDo(member.role, 'decideDisposals'))
    throw new Problem('invalid', 'Name an active coordinator or administrator.', [
      { path: 'disposer', message: 'Name an active coordinator or administrator.' },
    ]);
  return [`${member.name} is asked before anything is disposed of`];
};

const changePolicy = async (store: TenantStore, asked: Asked<unknown, RetentionChange>): Promise<RetentionPolicy> => {
  const { body, version, principal, now } = asked;
  const before = await store.retention.policy();
  if (before.version !== version)
    throw new Problem('stale', 'Someone changed the retention rules in the meantime. Look again, then try once more.');
  refuseBelowFloor(body);
  const person = body.disposer === before.disposer ? [] : await namedPerson(store, body.disposer);
  const what = [...said(before, body), ...person].join('. ');
  if (what === '') return before;
  const { reason, classes, permitYearStart, termEnds, disposer } = body;
  const changes = {
    classes: { ...before.classes, ...classes },
    permitYearStart: permitYearStart ?? before.permitYearStart,
    termEnds: termEnds?.toSorted() ?? before.termEnds,
    disposer: disposer ?? before.disposer,
    log: [...before.log, { at: now, by: principal.memberId, what, reason }],
  };
  const event = eventOf(asked, 'retentionChange', undefined, what);
  return store.retention.save(before, changes, event, (await store.settings()).accessDays);
};

export const policyRoutes = (table: Table): Route[] => [
  route({
    ...retentionSpecs.policy,
    run: async ({ principal }) => policyReply(await tenantStore(table, principal).retention.policy()),
  }),
  route({
    ...retentionSpecs.change,
    run: async (asked) => policyReply(await changePolicy(tenantStore(table, asked.principal), asked)),
  }),
];
