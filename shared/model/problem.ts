/** Everything that can go wrong for a caller, with its HTTP status and a title that never changes. */
export const problems = {
  'bad-request': { status: 400, title: 'The request could not be read' },
  'cursor-invalid': { status: 400, title: 'This page link is not valid here' },
  'not-signed-in': { status: 401, title: 'You are not signed in' },
  'sign-in-refused': { status: 401, title: 'Sign-in failed' },
  forbidden: { status: 403, title: 'Your role does not allow this' },
  'wrong-origin': { status: 403, title: 'The request came from another site' },
  'password-required': { status: 403, title: 'Give your password once more' },
  closing: { status: 403, title: 'The account is being closed and can only be read' },
  'codes-required': { status: 403, title: 'Set up sign-in codes first' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  conflict: { status: 409, title: 'This does not fit the current state' },
  stale: { status: 412, title: 'Someone else changed this in the meantime' },
  'too-large': { status: 413, title: 'The request is too large' },
  'wrong-media-type': { status: 415, title: 'Only JSON is accepted here' },
  invalid: { status: 422, title: 'Some answers need another look' },
  restricted: { status: 422, title: 'This holds a number that should not be kept here' },
  'reason-required': { status: 422, title: 'This change needs a reason' },
  'version-required': { status: 428, title: 'Say which version you are changing' },
  internal: { status: 500, title: 'Something went wrong on our side' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

export interface FieldMessage {
  /** Dotted path into the body, for instance `values.diameter`. */
  readonly path: string;
  readonly message: string;
}

/** RFC 9457, as it goes over the wire. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly requestId?: string;
  readonly errors?: readonly FieldMessage[];
}

/** Thrown anywhere below a handler; turned into JSON in exactly one place (functions/lib/http/respond.ts). */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldMessage[];

  constructor(code: ProblemCode, detail: string, errors: readonly FieldMessage[] = []) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.errors = errors;
  }

  get status(): number {
    return problems[this.code].status;
  }
}
