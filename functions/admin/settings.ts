import { adminSpecs } from '#functions/lib/http/admin-specs.ts';
import { route, type Route } from '#functions/lib/http/request.ts';
import { tenantStore, type Table, type Tenant } from '#functions/lib/store/index.ts';
import { eventOf } from '#functions/lib/usecases/access.ts';
import { Problem } from '#shared/model/problem.ts';

const reply = ({ timeZone, settings, settingsVersion }: Tenant) => ({
  status: 200,
  version: settingsVersion,
  body: { version: settingsVersion, timeZone, ...settings },
});

export const settingsRoutes = (table: Table): Route[] => [
  route({
    ...adminSpecs.settings,
    run: async ({ principal }) => {
      const tenant = await tenantStore(table, principal).tenant();
      if (tenant === undefined) throw new Problem('not-found', 'Your agency is not set up.');
      return reply(tenant);
    },
  }),
  route({
    ...adminSpecs.changeSettings,
    run: async (asked) => {
      const store = tenantStore(table, asked.principal);
      const what = Object.entries(asked.body).map(([name, value]) => `${name}: ${String(value)}`);
      const event = eventOf(asked, 'settingsChange', undefined, what.join(', '));
      return reply(await store.changeSettings(asked.version, asked.body, event));
    },
  }),
];
