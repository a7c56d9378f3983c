import { RemovalPolicy } from 'aws-cdk-lib';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/**
 * A secret between CloudFront and the functions behind the API, made by the deployment and seen by nobody. The
 * template names it only by a dynamic reference; functions read it when they start, so that no environment holds it.
 * To replace it, give the secret another construct id: one deployment then changes both sides.
 */
export class EdgeProof extends Construct {
  private readonly secret: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Sent by CloudFront with each request to the API, which refuses all others',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** For the origin of the distribution: added to each request, over what the client sent under this name. */
  get header(): Record<string, string> {
    return { 'x-origin-proof': this.secret.secretValue.unsafeUnwrap() };
  }

  /** Lets a function read what it has to compare with. */
  demandedBy(target: Function): void {
    target.addEnvironment('ORIGIN_PROOF', this.secret.secretArn);
    target.addToRolePolicy(
      new PolicyStatement({
        sid: 'EdgeProof',
        actions: ['secretsmanager:GetSecretValue'],
        resources: [this.secret.secretArn],
      }),
    );
  }
}
