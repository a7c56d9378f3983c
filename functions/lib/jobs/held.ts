import { now } from '#functions/lib/aws/clock.ts';
import { closes } from '#functions/lib/usecases/closes.ts';
import {
  isActive,
  isGone,
  tenantStore,
  type JobOf,
  type StoredJob,
  type Table,
  type TenantStore,
} from '#functions/lib/store/index.ts';
import type { Principal } from '#shared/model/principal.ts';
import { Problem } from '#shared/model/problem.ts';
import type { Role } from '#shared/model/role.ts';

const LEASE_MS = 60_000;
/** A write begun this close to the end of the lease could land after another worker took over. */
const MARGIN_MS = 10_000;
const BEAT_MS = 10_000;
const LOOK_MS = 500;

/** The job is somebody else's now. Not a failure: whoever has it goes on. */
export class LeaseLost extends Error {}

/** Somebody wants the job to stop. Whoever holds it clears away what it had begun. */
export class Cancelled extends Error {}

/** The agency is suspended: the work stops where it is, and goes on once the agency is open again. */
export class Paused extends Error {}

/** As whoever looks at the job reads it, and as the next worker knows it. */
export const PAUSED = 'This is paused while access for your agency is suspended. It goes on by itself after that.';

export type Actor = Pick<Principal, 'tenantId' | 'memberId' | 'role'>;
type Kind = StoredJob['kind'];

export interface Wanted<K extends Kind> {
  readonly kind: K;
  readonly tenantId: string;
  readonly id: string;
  /** Who holds the job: the id of the invocation. */
  readonly owner: string;
  /** Which roles may do this. */
  readonly may: (role: Role) => boolean;
}

const later = (at: string) => new Date(Date.parse(at) + LEASE_MS).toISOString();

export const isFree = ({ lease }: Pick<StoredJob, 'lease'>, at: string): boolean =>
  lease === undefined || lease.until < at;

/** A job in the hands of its one worker. */
export class Held<K extends Kind> {
  readonly store: TenantStore;
  readonly #wanted: Wanted<K>;
  #job: JobOf<K>;
  #actor: Actor | undefined;
  /** Of what happened since the last save, to be written with the next one. */
  #noted: Partial<JobOf<K>> = {};
  #lookedAt = 0;

  constructor(store: TenantStore, wanted: Wanted<K>, job: JobOf<K>) {
    this.store = store;
    this.#wanted = wanted;
    this.#job = job;
  }

  get job(): JobOf<K> {
    return this.#job;
  }

  get tenantId(): string {
    return this.#wanted.tenantId;
  }

  /** The member who started the job, as they were at the last checkpoint. */
  get actor(): Actor {
    if (this.#actor === undefined) throw new Error('Nobody was admitted to this job yet.');
    return this.#actor;
  }

  /** The job acts with the rights of the person who asked, and with those of today. */
  async admit(): Promise<void> {
    const { tenantId, may } = this.#wanted;
    const { member, tenant } = await this.store.memberWithTenant(this.#job.startedBy ?? this.#job.createdBy);
    if (tenant?.suspendedAt !== undefined) throw new Paused();
    const open = tenant !== undefined && !isGone(tenant);
    if (member?.status !== 'active' || !open || !may(member.role))
      throw new Problem(
        'forbidden',
        'The person who started this may no longer do it. Somebody else has to start it again.',
      );
    if (tenant.closing !== undefined && this.#wanted.kind !== 'export') throw closes();
    this.#actor = { tenantId, memberId: member.id, role: member.role };
  }

  /** Throws once the lease can no longer be relied on: called before anything that is written elsewhere. */
  assertMine(): void {
    const until = this.#job.lease?.until;
    if (until === undefined || Date.parse(now()) > Date.parse(until) - MARGIN_MS) throw new LeaseLost();
  }

  /** Writes how far the job is, renews the lease, and looks again whether the person may go on. */
  async checkpoint(changes: Partial<JobOf<K>>): Promise<void> {
    await this.#save({ ...changes, lease: { owner: this.#wanted.owner, until: later(now()) }, tries: 1 });
    await this.admit();
  }

  /** Not worth a write of its own: goes along with the next one. */
  note(changes: Partial<JobOf<K>>): void {
    this.#noted = { ...this.#noted, ...changes };
  }

  /** Keeps the lease during long work between two checkpoints, and sees whether it is still wanted. Cheap to call often. */
  async beat(): Promise<void> {
    this.assertMine();
    const at = Date.parse(now());
    if (at - this.#lookedAt >= LOOK_MS) {
      await this.#look();
      this.#lookedAt = at;
    }
    if (at - Date.parse(this.#job.updatedAt) < BEAT_MS) return;
    await this.#save({ lease: { owner: this.#wanted.owner, until: later(now()) } } as Partial<JobOf<K>>);
  }

  /** The last write: the job is over, or waits for a person. */
  finish(changes: Partial<JobOf<K>>): Promise<void> {
    return this.#save({ ...changes, lease: undefined, checkpoint: undefined });
  }

  /** Lets go of the job for the next worker. */
  release(): Promise<void> {
    return this.#save({ lease: undefined } as Partial<JobOf<K>>);
  }

  /** Lets go of the job until the agency is open again, whoever asks for it meanwhile. */
  pause(): Promise<void> {
    return this.#save({ lease: undefined, message: PAUSED, tries: 0 } as Partial<JobOf<K>>);
  }

  async take(): Promise<void> {
    const lease = { owner: this.#wanted.owner, until: later(now()) };
    const goesOn = this.#job.message === PAUSED && { message: undefined };
    await this.#save({ lease, tries: this.#job.tries + 1, ...goesOn } as Partial<JobOf<K>>);
  }

  /** Throws when the job is no longer ours, or is to stop. */
  async #look(): Promise<void> {
    const there = await this.store.jobs.get(this.#job.id);
    if (there?.version === this.#job.version) return;
    if (there?.state !== 'cancelling' || there.lease?.owner !== this.#wanted.owner) throw new LeaseLost();
    // The same job as before, which the compiler cannot know.
    this.#job = there as JobOf<K>;
    throw new Cancelled();
  }

  async #save(changes: Partial<JobOf<K>>): Promise<void> {
    try {
      this.#job = await this.store.jobs.save(this.#job, { ...this.#noted, ...changes }, now());
      this.#noted = {};
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'stale') throw error;
      await this.#look();
      throw new LeaseLost();
    }
  }
}

/** Takes a job, if it is to be worked on and nobody holds it. Of two workers that try at once, one gets it. */
export const takeJob = async <K extends Kind>(table: Table, wanted: Wanted<K>): Promise<Held<K> | undefined> => {
  const store = tenantStore(table, wanted);
  const job = await store.jobs.get(wanted.id);
  if (job?.kind !== wanted.kind || !isActive(job) || !isFree(job, now())) return undefined;
  if (job.message === PAUSED && (await store.tenant())?.suspendedAt !== undefined) return undefined;
  // The kind was just compared, which the compiler does not carry over to the generic.
  const held = new Held(store, wanted, job as JobOf<K>);
  try {
    await held.take();
    return held;
  } catch (error) {
    if (error instanceof LeaseLost) return undefined;
    throw error;
  }
};
