import type { NoticeKind } from '#shared/model/notice.ts';

/** Something that happened, and whom it is told by mail. */
export interface Notice {
  /** The same whenever the same is told again. Nobody is mailed twice under it. */
  readonly id: string;
  readonly tenantId: string;
  readonly kind: NoticeKind;
  /** When it happened, ISO 8601. */
  readonly at: string;
  /** Who did it: the id of a member, or that of the system. */
  readonly by: string;
  /** `address` where it goes to one that the person has no more. */
  readonly to: 'administrators' | { readonly member: string; readonly address?: string };
  /** The public-records request that it is about. */
  readonly request?: { readonly id: string; readonly dueOn: string };
}
