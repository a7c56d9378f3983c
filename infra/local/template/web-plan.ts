export interface ApiPlan {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly cors?: {
    readonly origins: string[];
    readonly methods: string[];
    readonly headers: string[];
    readonly exposed: string[];
    readonly credentials: boolean;
    readonly maxAge?: number;
  };
}
export interface IntegrationPlan {
  readonly id: string;
  readonly apiId: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
}
export interface AuthorizerPlan {
  readonly id: string;
  readonly issuer: string;
  readonly audience: string[];
  readonly identitySource: string;
}
export interface RoutePlan {
  readonly apiId: string;
  readonly key: string;
  readonly integrationId: string;
  readonly authorizerId?: string;
  readonly scopes: string[];
}

export interface BehaviourPlan {
  readonly pattern: string;
  readonly originId: string;
  readonly methods: string[];
  readonly compress: boolean;
  readonly viewerRequest?: string;
  readonly viewerResponse?: string;
  readonly headerPolicyId?: string;
  readonly originRequestPolicyId?: string;
}
export interface OriginPlan {
  readonly id: string;
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}
export interface DistributionPlan {
  readonly id: string;
  readonly defaultRootObject: string;
  /** In the order CloudFront tries them; the default behaviour (`*`) is last. */
  readonly behaviours: readonly BehaviourPlan[];
  readonly origins: readonly OriginPlan[];
  readonly errorPages: readonly { readonly status: number; readonly path?: string; readonly answer?: number }[];
}
export interface EdgeFunctionPlan {
  readonly arn: string;
  readonly name: string;
  readonly code: string;
}
export interface HeaderPolicyPlan {
  readonly id: string;
  readonly headers: readonly { readonly name: string; readonly value: string; readonly override: boolean }[];
  readonly remove: string[];
}
export interface Selection {
  readonly behaviour: string;
  readonly names: string[];
}
export interface OriginRequestPolicyPlan {
  readonly id: string;
  readonly headers: Selection;
  readonly cookies: Selection;
  readonly query: Selection;
}
export interface DeploymentPlan {
  readonly bucket: string;
  readonly folders: string[];
  readonly prefix: string;
  readonly include: string[];
  readonly exclude: string[];
  readonly metadata: Readonly<Record<string, string>>;
}
