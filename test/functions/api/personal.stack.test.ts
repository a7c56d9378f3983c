import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { make } from '#test/support/make.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

const SECRET = 'Somebody nobody else should read of';

it('what names a person is told to field staff and to no viewer: record, list, rows, history and export', async () => {
  const [coordinator, viewer] = await Promise.all([stack.as('coordinator'), stack.as('viewer')]);
  const { id } = await make(coordinator, 'site', { contactName: SECRET });
  await stack.idle();
  const order = { recordTypes: ['site'], formats: ['csv', 'json', 'geojson'] };
  const jobs = [v7(), v7()] as const;
  await Promise.all([
    coordinator.post('/api/v1/exports', { id: jobs[0], ...order }),
    viewer.post('/api/v1/exports', { id: jobs[1], ...order }),
  ]);
  await stack.idle();
  for (const [by, job, told] of [
    [coordinator, jobs[0], true],
    [viewer, jobs[1], false],
  ] as const) {
    for (const path of [`sites/${id}`, 'sites', `sites/${id}/history`])
      expect([path, JSON.stringify((await by.get(`/api/v1/${path}`)).body).includes(SECRET)]).toEqual([path, told]);
    expect(JSON.stringify((await by.get('/api/v1/sites/changes')).body)).not.toContain(SECRET);
    for (const file of ['sites.csv', 'sites.json', 'sites.geojson']) {
      const link = await by.get(`/api/v1/exports/${job}/download?file=${file}`);
      expect([file, (await (await fetch(link.body.url)).text()).includes(SECRET)]).toEqual([file, told]);
    }
  }
});

it('an export holds what its maker may see, and its files go to nobody who may see less', async () => {
  const [coordinator, viewer] = await Promise.all([stack.as('coordinator'), stack.as('viewer')]);
  await make(coordinator, 'site', { contactName: SECRET });
  const order = { recordTypes: ['site'], formats: ['csv'] };
  const [full, reduced] = [v7(), v7()];
  await coordinator.post('/api/v1/exports', { id: full, ...order });
  await viewer.post('/api/v1/exports', { id: reduced, ...order });
  await stack.idle();
  const take = (by: typeof viewer, job: string, file: string) => by.get(`/api/v1/exports/${job}/download?file=${file}`);
  for (const file of ['sites.csv', 'export.zip'])
    expect([file, (await take(viewer, full, file)).status]).toEqual([file, 403]);
  const told = await Promise.all(
    [full, reduced].map(async (job) =>
      (await (await fetch((await take(coordinator, job, 'sites.csv')).body.url)).text()).includes(SECRET),
    ),
  );
  expect(told).toEqual([true, false]);
  expect((await take(viewer, reduced, 'sites.csv')).status).toBe(200);
});
