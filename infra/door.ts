import type { Network } from './network.ts';
import { nonPagesTo, pagesHeaders, toFunction, toService } from './routing.ts';
import type { StageSettings } from './stages.ts';

/** CloudFront's own ends of connections to origins, as a list that AWS keeps. */
const cloudFront = 'com.amazonaws.global.cloudfront.origin-facing';
/** Seconds that an origin may be silent; a live stream is pinged every 20 at the latest. */
const silence = 60;

export type Door = ReturnType<typeof createDoor>;

/**
 * One domain for everything. Pages and their files are the web's, as `infra/routing.ts` tells them; all else is the API's: a function
 * joins by itself (`infra/api.ts`), a service stands behind a balancer that only CloudFront reaches, over the network of AWS.
 */
export function createDoor(settings: StageSettings, network: Network) {
  const balancer = settings.api.on === 'service' ? createBalancer(network) : undefined;
  const origin = balancer && privateOrigin(balancer);
  const headers = pagesHeaders();
  const router = new sst.aws.Router('Router', {
    ...(settings.domain && { domain: settings.domain }),
    edge: { viewerRequest: { injection: nonPagesTo(origin ? toService : toFunction) } },
    transform: {
      cdn: (args) => {
        args.defaultCacheBehavior = $util
          .output(args.defaultCacheBehavior)
          .apply((behavior) => ({ ...behavior, responseHeadersPolicyId: headers.id }));
        if (origin)
          args.origins = $util.all([args.origins, origin]).apply(([origins, api]) => [...origins, api]);
        return undefined;
      },
    },
  });
  return { router, balancer };
}

function createBalancer({ vpc }: Network) {
  return new sst.aws.Alb('Balancer', {
    vpc,
    public: false,
    listeners: [{ port: 80, protocol: 'http' }],
    transform: {
      securityGroup: {
        description: 'The balancer in front of the API: reached by CloudFront alone',
        ingress: [
          {
            protocol: 'tcp',
            fromPort: 80,
            toPort: 80,
            prefixListIds: [aws.ec2.getManagedPrefixListOutput({ name: cloudFront }).id],
          },
        ],
      },
      // Longer than a stream is ever silent, shorter than the processes behind keep a connection.
      loadBalancer: { idleTimeout: silence, dropInvalidHeaderFields: true },
    },
  });
}

function privateOrigin(balancer: sst.aws.Alb) {
  const vpcOrigin = new aws.cloudfront.VpcOrigin('ApiOrigin', {
    vpcOriginEndpointConfig: {
      name: `${$app.name}-${$app.stage}-api`,
      arn: balancer.arn,
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: 'http-only',
      originSslProtocols: { items: ['TLSv1.2'], quantity: 1 },
    },
  });
  return $util.output({
    originId: toService.origin,
    domainName: balancer.dnsName,
    vpcOriginConfig: {
      vpcOriginId: vpcOrigin.id,
      originReadTimeout: silence,
      originKeepaliveTimeout: silence,
    },
  });
}
