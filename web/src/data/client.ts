import { offlineSentence, problemFrom, RequestProblem } from './problem.ts';

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** The version that is being changed; sent as If-Match. */
  readonly version?: number;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly signal?: AbortSignal;
}

const answerOf = async (path: string, ask: Ask): Promise<Response> => {
  const query = new URLSearchParams(
    Object.entries(ask.query ?? {}).flatMap(([k, v]) => (v === undefined ? [] : [[k, String(v)]])),
  ).toString();
  try {
    return await fetch(`/api${path}${query === '' ? '' : `?${query}`}`, {
      method: ask.method ?? 'GET',
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(ask.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ask.version === undefined ? {} : { 'if-match': `"${ask.version}"` }),
      },
      ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }),
      ...(ask.signal === undefined ? {} : { signal: ask.signal }),
    });
  } catch (error) {
    if (ask.signal?.aborted) throw error;
    throw new RequestProblem('offline', offlineSentence);
  }
};

const bodyOf = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
};

/** Refresh tokens rotate, so requests that fail together must share one refresh. */
let refreshing: Promise<boolean> | undefined;
const refresh = (): Promise<boolean> => {
  refreshing ??= answerOf('/session/refresh', { method: 'POST' })
    .then((response) => response.ok)
    .finally(() => {
      refreshing = undefined;
    });
  return refreshing;
};

let sessionOver: () => void = () => undefined;
/** Called when the session cannot be renewed while the app is in use. */
export const onSessionOver = (tell: () => void) => {
  sessionOver = tell;
};

const finish = async <T>(response: Response): Promise<T> => {
  const body = await bodyOf(response);
  if (!response.ok) throw problemFrom(response.status, body);
  return body as T;
};

/** A request to the session's own routes: an expired session is an answer here, not a reason to refresh. */
export const askSession = async <T>(path: string, ask: Ask): Promise<T> => finish<T>(await answerOf(path, ask));

/**
 * A request to /api/v1. All of ours may be sent again: ids are made here and changes name their version,
 * so one that meets an expired access token is repeated once after a refresh.
 */
export const ask = <T>(path: string, options: Ask = {}): Promise<T> => askSignedIn<T>(`/v1${path}`, options);

/** The same for those of the session's routes that are for people who are in; there 401 means nothing else either. */
export const askSignedIn = async <T>(path: string, options: Ask = {}): Promise<T> => {
  let response = await answerOf(path, options);
  if (response.status === 401 && (await refresh())) response = await answerOf(path, options);
  if (response.status === 401) sessionOver();
  return finish<T>(response);
};
