import type * as z from 'zod';
import type { Principal } from '#shared/model/principal.ts';
import type { Role } from '#shared/model/role.ts';

/** What a route's `run` is given: everything parsed, everybody known. */
export interface Asked<Query = unknown, Body = unknown> {
  readonly principal: Principal;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  /** The version named by If-Match, where the route asks for one. */
  readonly version: number;
  readonly requestId: string;
  readonly now: string;
  /** Where the request came from, for the access events. */
  readonly viewer: { readonly address: string; readonly agent?: string | undefined };
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly version?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** What a route is, apart from what it does: the OpenAPI document and the tests read this. */
export interface RouteSpec {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly roles: readonly Role[];
  /** Of the roles, those that do this to what is their own alone; asked where the thing is at hand. */
  readonly ownOnly?: readonly Role[] | undefined;
  readonly query?: z.ZodType | undefined;
  readonly body?: z.ZodType | undefined;
  /** The JSON Schema shown for the body where it says more than the zod schema can. */
  readonly bodySchema?: object | undefined;
  readonly needsVersion?: true | undefined;
  /** Answers that there is nothing, though its path holds no id. */
  readonly mayMiss?: true | undefined;
  /** Answers also before somebody who must use sign-in codes has set them up. */
  readonly beforeCodes?: true | undefined;
  /** Answers also while the agency closes its account, though it is no reading. */
  readonly whileClosing?: true | undefined;
  readonly status: number;
  readonly answer?: object | undefined;
}

export interface Route extends RouteSpec {
  readonly run: (asked: Asked) => Promise<Reply>;
}

/** Ties the types of query and body to their schemas; the list of routes then forgets them again. */
export const route = <Q extends z.ZodType, B extends z.ZodType>(
  declared: Omit<Route, 'query' | 'body' | 'run'> & {
    readonly query?: Q;
    readonly body?: B;
    readonly run: (asked: Asked<z.output<Q>, z.output<B>>) => Promise<Reply>;
  },
): Route => declared as unknown as Route;
