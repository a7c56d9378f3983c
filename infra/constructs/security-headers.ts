import { Duration } from 'aws-cdk-lib';
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

interface Buckets {
  readonly quarantine: IBucket;
  readonly attachments: IBucket;
  readonly exports: IBucket;
}

/** Without a scheme, a host is admitted by the page's own: https wherever the page is. */
const hosts = (...buckets: readonly IBucket[]) => buckets.map((bucket) => bucket.bucketRegionalDomainName).join(' ');

/** From nothing upwards: the page runs its own code and speaks to its own origin and its agency's own buckets. */
export const contentSecurityPolicy = ({ quarantine, attachments, exports }: Buckets): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: blob: ${hosts(attachments)}`,
    `connect-src 'self' ${hosts(quarantine, attachments, exports)}`,
    "worker-src 'self' blob:",
    "font-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Photos and positions are taken in the field; nothing else of the device is asked for. */
const permissions =
  'geolocation=(self), camera=(self), microphone=(), payment=(), usb=(), display-capture=(), browsing-topics=()';

export const securityHeaders = (scope: Construct, id: string, buckets: Buckets): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(scope, id, {
    comment: 'Security headers of every answer',
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(buckets), override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(730),
        includeSubdomains: true,
        override: true,
      },
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'Permissions-Policy', value: permissions, override: true },
        { header: 'Cross-Origin-Opener-Policy', value: 'same-origin', override: true },
      ],
    },
    removeHeaders: ['Server'],
  });
