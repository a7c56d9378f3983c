import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';

/** What the build names by its content. */
const HASHED = 'assets/*';

/**
 * The built site, in two steps. Hashed files come first and the old ones stay, so that a tab opened before the
 * deployment can still load its parts; the page that names them follows, and is asked for anew each time.
 */
export class SiteFiles extends Construct {
  constructor(scope: Construct, id: string, site: string, bucket: IBucket) {
    super(scope, id);
    const sources = [Source.asset(site)];
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const common = { sources, destinationBucket: bucket, memoryLimit: 512, retainOnDelete: true, logGroup };
    const hashed = new BucketDeployment(this, 'Hashed', {
      ...common,
      exclude: ['*'],
      include: [HASHED],
      prune: false,
      cacheControl: [CacheControl.setPublic(), CacheControl.maxAge(Duration.days(365)), CacheControl.immutable()],
    });
    const pages = new BucketDeployment(this, 'Pages', {
      ...common,
      exclude: [HASHED],
      cacheControl: [CacheControl.noCache()],
    });
    pages.node.addDependency(hashed);
  }
}
