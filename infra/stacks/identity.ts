import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  StringAttribute,
  UserPool,
  UserPoolClient,
  UserPoolClientIdentityProvider,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { BundledFunction } from '#infra/constructs/bundled-function.ts';
import type { Stage } from '#infra/stage.ts';

export interface IdentityProps extends StackProps {
  readonly stage: Stage;
  readonly bundle: string;
}

/** Length of a tenant id; see shared/model/principal.ts. */
const TENANT_ID_LENGTH = 26;

/** Who may sign in. A replaced user pool would be every account gone, so it is kept like the records are. */
export class Identity extends Stack {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  readonly trigger: BundledFunction<'identity'>;

  constructor(scope: Construct, id: string, props: IdentityProps) {
    super(scope, id, props);
    this.trigger = new BundledFunction(this, 'Trigger', {
      name: 'identity',
      description: 'Copies the tenant of the account into its access token',
      bundle: props.bundle,
      environment: {},
      // Cognito waits five seconds for a trigger.
      timeout: Duration.seconds(5),
      memory: 256,
      rights: [],
    });
    this.pool = userPool(this, props.stage);
    this.pool.addTrigger(
      UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
      this.trigger.function,
      // V2_0 is the first version that may change the access token; V1_0 reaches only the id token.
      LambdaVersion.V2_0,
    );
    this.client = sessionClient(this, this.pool);
  }
}

const userPool = (scope: Construct, { keep }: Stage): UserPool =>
  new UserPool(scope, 'Pool', {
    featurePlan: FeaturePlan.ESSENTIALS,
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    // Cannot be changed once the pool exists; Cognito's own default would make A@x and a@x two accounts.
    signInCaseSensitive: false,
    standardAttributes: { email: { required: true, mutable: true } },
    keepOriginal: { email: true },
    customAttributes: {
      tenantId: new StringAttribute({ mutable: false, minLen: TENANT_ID_LENGTH, maxLen: TENANT_ID_LENGTH }),
    },
    // Who must use codes is the agency's setting, so it is asked on every request and not by the pool.
    mfa: Mfa.OPTIONAL,
    mfaSecondFactor: { otp: true, sms: false },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    // NIST SP 800-63B-4: length, and no composition rules.
    passwordPolicy: {
      minLength: 12,
      requireDigits: false,
      requireLowercase: false,
      requireSymbols: false,
      requireUppercase: false,
      tempPasswordValidity: Duration.days(7),
    },
    deletionProtection: keep === 'forever',
    removalPolicy: keep === 'forever' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });

/** functions/session signs in on the server's side with the client's secret; no browser ever holds a token. */
const sessionClient = (scope: Construct, userPool: UserPool): UserPoolClient =>
  new UserPoolClient(scope, 'SessionClient', {
    userPool,
    generateSecret: true,
    disableOAuth: true,
    authFlows: { adminUserPassword: true },
    supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
    accessTokenValidity: Duration.minutes(15),
    idTokenValidity: Duration.minutes(15),
    refreshTokenValidity: Duration.hours(12),
    // Two tabs may refresh at the same moment with the same token.
    refreshTokenRotationGracePeriod: Duration.seconds(30),
    // A person may change their address, which counts once it is verified; the tenant is not theirs to write.
    writeAttributes: new ClientAttributes().withStandardAttributes({ email: true }),
  });
