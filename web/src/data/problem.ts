import type { FieldMessage, ProblemBody, ProblemCode } from '#shared/model/problem.ts';

/** `offline`: no answer came. `unexpected`: an answer came that is not ours, for instance from a proxy. */
export type FailureCode = ProblemCode | 'offline' | 'unexpected';

export const offlineSentence = 'No connection. Your answers are still here. Try again when you have signal.';

/** Whatever kept a request from doing what it was asked, in words for the person who asked. */
export class RequestProblem extends Error {
  readonly code: FailureCode;
  readonly errors: readonly FieldMessage[];
  readonly requestId: string | undefined;

  constructor(code: FailureCode, message: string, errors: readonly FieldMessage[] = [], requestId?: string) {
    super(message);
    this.name = 'RequestProblem';
    this.code = code;
    this.errors = errors;
    this.requestId = requestId;
  }
}

const isProblem = (body: unknown): body is ProblemBody =>
  body !== null && typeof body === 'object' && 'code' in body && 'detail' in body && typeof body.detail === 'string';

/** The gateway refuses some requests before our functions see them, in words of its own. */
const unexpected = (status: number) =>
  status === 401
    ? new RequestProblem('not-signed-in', 'Sign in to go on.')
    : status === 413
      ? new RequestProblem('too-large', 'That was more than can be sent at once.')
      : new RequestProblem(
          'unexpected',
          `The server could not answer (${status}). Try again in a minute. If it happens again, tell your administrator.`,
        );

/** The problem that an answer with this status and body stands for. */
export const problemFrom = (status: number, body: unknown): RequestProblem =>
  isProblem(body) ? new RequestProblem(body.code, body.detail, body.errors ?? [], body.requestId) : unexpected(status);

export const isCode = (error: unknown, code: FailureCode): boolean =>
  error instanceof RequestProblem && error.code === code;

/** One sentence for an alert. */
export const sentenceOf = (error: unknown): string =>
  error instanceof RequestProblem
    ? error.message
    : 'Something went wrong on this page. Load it again. If it happens again, tell your administrator.';

/** What each field has to say: server paths lead with `values.`, and array or object paths belong to their field. */
export const messagesByField = (errors: readonly FieldMessage[]): Record<string, string> => {
  const found: Record<string, string> = {};
  for (const { path, message } of errors) {
    const field = path.replace(/^values\./, '').split('.')[0] ?? '';
    found[field] ??= message;
  }
  return found;
};
