import type { Member } from '#functions/lib/store/index.ts';
import { OPERATOR_MEMBER, OPERATOR_NAME } from '#shared/model/principal.ts';

/** Who is meant by an id, those who left included. */
export const namesOf = (members: readonly Member[]): ((id: string | undefined) => string | undefined) => {
  const names = new Map([[OPERATOR_MEMBER, OPERATOR_NAME], ...members.map(({ id, name }) => [id, name] as const)]);
  return (id) => (id === undefined ? undefined : names.get(id));
};
