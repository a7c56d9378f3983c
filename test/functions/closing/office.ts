import type { Visitor } from '#test/support/visitor.ts';
import { prove } from '#test/functions/disposal/office.ts';

/** The password, then the order. */
export const close = async (by: Visitor, name: string, exportDays = 60) => {
  await prove(by);
  return by.post('/api/v1/closing', { name, exportDays });
};

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly whileClosing: boolean;
}

/** Everything of the served description that is no reading. */
export const changes = async (by: Visitor): Promise<Operation[]> => {
  const { paths } = (await by.get('/api/v1/openapi.json')).body as {
    paths: Record<string, Record<string, { 'x-while-closing'?: boolean }>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => method !== 'get')
      .map(([method, described]) => ({
        method: method.toUpperCase(),
        path,
        whileClosing: described['x-while-closing'] === true,
      })),
  );
};
