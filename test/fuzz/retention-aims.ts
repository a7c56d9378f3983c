import { v7 } from 'uuid';
import type { Visitor } from '#test/support/visitor.ts';
import type { Aims } from './aims.ts';

const path = '/api/v1/retention';

/** A legal hold to lift, and the rules at the version that it left them at. A disposal takes years to come about. */
export const retentionAims = async (by: Visitor): Promise<Aims> => {
  const order = () => ({ id: v7(), scope: { kind: 'type', type: 'inspection' }, reason: 'Appeal of a penalty' });
  const hold = order();
  const { status } = await by.post(`${path}/holds`, hold);
  if (status !== 201) throw new Error(`The hold was answered ${status}.`);
  const { version } = (await by.get(path)).body;
  return {
    [`PATCH ${path}`]: { version, body: { reason: 'Council decision', disposer: by.member.id } },
    [`POST ${path}/holds`]: { body: order() },
    [`POST ${path}/holds/{id}/lift`]: { id: hold.id, body: { reason: 'Settled' } },
  };
};
