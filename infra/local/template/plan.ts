import type {
  ApiPlan,
  IntegrationPlan,
  AuthorizerPlan,
  RoutePlan,
  DistributionPlan,
  EdgeFunctionPlan,
  HeaderPolicyPlan,
  OriginRequestPolicyPlan,
  DeploymentPlan,
} from './web-plan.ts';

export type * from './web-plan.ts';

/** What one machine has to run, read from the synthesized stacks. Names and ARNs are those the template resolves to. */
export interface Plan {
  readonly region: string;
  readonly account: string;
  readonly tables: TablePlan[];
  readonly buckets: BucketPlan[];
  readonly signingKeys: SigningKeyPlan[];
  readonly pools: PoolPlan[];
  readonly clients: ClientPlan[];
  readonly functions: FunctionPlan[];
  readonly mappings: MappingPlan[];
  readonly queues: QueuePlan[];
  readonly secrets: SecretPlan[];
  /** Domains and addresses that mail may come from. */
  readonly mailIdentities: string[];
  /** SES configuration sets, by name. */
  readonly mailSettings: string[];
  readonly rules: RulePlan[];
  readonly schedules: SchedulePlan[];
  readonly apis: ApiPlan[];
  readonly integrations: IntegrationPlan[];
  readonly authorizers: AuthorizerPlan[];
  readonly routes: RoutePlan[];
  readonly distributions: DistributionPlan[];
  readonly edgeFunctions: EdgeFunctionPlan[];
  readonly headerPolicies: HeaderPolicyPlan[];
  readonly originRequestPolicies: OriginRequestPolicyPlan[];
  readonly deployments: DeploymentPlan[];
  readonly roles: RolePlan[];
  readonly policies: PolicyPlan[];
  readonly bucketPolicies: BucketPolicyPlan[];
  /** Resources of the template that have no counterpart here, with the reason. */
  readonly notRun: { readonly type: string; readonly logicalId: string; readonly reason: string }[];
}

export interface KeyPart {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}
export interface TablePlan {
  readonly name: string;
  readonly arn: string;
  readonly attributes: readonly { readonly AttributeName: string; readonly AttributeType: 'S' | 'N' | 'B' }[];
  readonly keySchema: readonly KeyPart[];
  readonly indexes: readonly {
    readonly name: string;
    readonly keySchema: readonly KeyPart[];
    readonly projection: {
      readonly ProjectionType?: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
      readonly NonKeyAttributes?: string[];
    };
  }[];
  readonly streamViewType?: 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'KEYS_ONLY';
  readonly ttlAttribute?: string;
}

export interface CorsRule {
  origins: string[];
  readonly methods: string[];
  readonly headers: string[];
  readonly exposed: string[];
}
export interface BucketPlan {
  readonly name: string;
  readonly host: string;
  readonly versioned: boolean;
  readonly cors: CorsRule[];
  eventBridge: boolean;
  /** Present in a bucket with Object Lock. */
  readonly lock?: { readonly default?: { readonly mode: 'COMPLIANCE' | 'GOVERNANCE'; readonly days: number } };
}

/** A key that signs; those that encrypt have no counterpart here. */
export interface SigningKeyPlan {
  readonly id: string;
  readonly arn: string;
  readonly policy: unknown;
}

export interface PoolPlan {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly issuer: string;
  readonly policy: {
    readonly minimumLength: number;
    readonly requireLowercase: boolean;
    readonly requireUppercase: boolean;
    readonly requireNumbers: boolean;
    readonly requireSymbols: boolean;
  };
  readonly caseSensitive: boolean;
  readonly attributes: readonly { readonly name: string; readonly mutable: boolean; readonly required: boolean }[];
  readonly adminCreateOnly: boolean;
  readonly temporaryPasswordDays: number;
  /** Attributes whose old value stays until the new one is verified. */
  readonly keepsOriginal: readonly string[];
  readonly mfa?: 'OFF' | 'OPTIONAL';
  /** Function ARNs. */
  readonly triggers: {
    readonly preTokenGeneration?: { readonly functionName: string; readonly version: 'V1_0' | 'V2_0' };
    readonly preAuthentication?: string;
    readonly postAuthentication?: string;
    readonly customMessage?: string;
  };
}
export interface ClientPlan {
  readonly id: string;
  readonly poolId: string;
  readonly hasSecret: boolean;
  readonly authFlows: string[];
  readonly accessMinutes: number;
  readonly idMinutes: number;
  readonly refreshMinutes: number;
  readonly rotation?: { readonly graceSeconds: number };
  readonly revocation: boolean;
  readonly preventExistenceErrors: boolean;
  readonly writeAttributes?: string[];
}

export interface FunctionPlan {
  readonly logicalId: string;
  /** The logical id without CDK's hash, in lower case: what people type. */
  readonly shortName: string;
  readonly name: string;
  readonly arn: string;
  readonly folder: string;
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: Record<string, string>;
  readonly role: string;
  /** Retries of an asynchronous invocation after its first failure. */
  retries: number;
}

export interface MappingPlan {
  readonly tableArn: string;
  readonly functionName: string;
  readonly filters: object[];
  readonly batchSize: number;
  readonly batchWindowSeconds: number;
  readonly bisect: boolean;
  readonly maxRetries: number;
  readonly maxAgeSeconds?: number;
  readonly reportBatchItemFailures: boolean;
  readonly dlq?: string;
  readonly startingPosition: string;
}
export interface SecretPlan {
  readonly name: string;
  readonly arn: string;
  readonly length: number;
}
export interface QueuePlan {
  readonly name: string;
  readonly arn: string;
}
export interface RulePlan {
  readonly name: string;
  readonly pattern?: Readonly<Record<string, unknown>>;
  readonly schedule?: string;
  readonly targets: readonly { readonly functionArn: string; readonly input?: string }[];
}
export interface SchedulePlan {
  readonly name: string;
  readonly shortName: string;
  readonly expression: string;
  readonly timezone: string;
  readonly enabled: boolean;
  readonly functionArn: string;
  readonly input: string;
}

export interface RolePlan {
  readonly name: string;
  readonly arn: string;
  readonly trust: unknown;
  readonly inline: unknown[];
  readonly managed: string[];
  readonly maxSessionSeconds: number;
}
export interface BucketPolicyPlan {
  readonly bucket: string;
  readonly document: unknown;
}
export interface PolicyPlan {
  readonly name: string;
  readonly roles: string[];
  readonly document: unknown;
}

export function emptyPlan(region: string, account: string): Plan {
  return {
    region,
    account,
    tables: [],
    buckets: [],
    signingKeys: [],
    pools: [],
    clients: [],
    functions: [],
    mappings: [],
    queues: [],
    secrets: [],
    mailIdentities: [],
    mailSettings: [],
    rules: [],
    schedules: [],
    apis: [],
    integrations: [],
    authorizers: [],
    routes: [],
    distributions: [],
    edgeFunctions: [],
    headerPolicies: [],
    originRequestPolicies: [],
    deployments: [],
    roles: [],
    policies: [],
    bucketPolicies: [],
    notRun: [],
  };
}
