import { secretValues } from './stage-record.ts';

type Resource = { name: string; type: string; inputs: Record<string, unknown> };
type State = { id: string; state: Record<string, unknown> };

/** What a provider would say of a resource once it is made: its arguments, and the attributes that others are made from. */
export function stateOf({ name, type, inputs }: Resource): State {
  const kind = type.split(':').pop()!;
  return {
    id: `${name}-id`,
    state: { arn: `arn:aws:mock:us-east-1:1:${kind}/${name}`, ...attributes(name, kind), ...inputs },
  };
}

function attributes(name: string, kind: string): Record<string, unknown> {
  const known: Record<string, Record<string, unknown>> = {
    RandomPassword: { result: secretValues.password },
    RandomBytes: { base64: 'AAAA', hex: '00' },
    Function: {
      functionName: name,
      codeSha256: `code-of-${name}`,
      sourceCodeHash: `code-of-${name}`,
      lastModified: 'now',
    },
    FunctionUrl: { functionUrl: `https://${name.toLowerCase()}.lambda-url.us-east-1.on.aws/` },
    Invocation: { result: '{"applied":[]}' },
    Cluster: {
      endpoint: 'aurora.internal',
      readerEndpoint: 'readers.internal',
      port: 5432,
      clusterIdentifier: name,
      masterUsername: 'postgres',
    },
    Instance: {
      endpoint: 'postgres.internal:5432',
      address: 'postgres.internal',
      port: 5432,
      identifier: name,
      publicIp: '203.0.113.1',
    },
    LoadBalancer: {
      dnsName: 'balancer.internal',
      arnSuffix: 'app/balancer/1',
      zoneId: 'Z1',
      vpcId: 'Vpc-id',
    },
    Distribution: { domainName: 'd1.cloudfront.net', hostedZoneId: 'Z2', status: 'Deployed' },
    Bucket: { bucket: name.toLowerCase(), bucketRegionalDomainName: `${name}.s3.amazonaws.com` },
    BucketV2: { bucket: name.toLowerCase(), bucketRegionalDomainName: `${name}.s3.amazonaws.com` },
    PrivateKey: { publicKeyOpenssh: 'ssh', privateKeyPem: 'pem' },
    Image: { ref: 'image', digest: 'sha256:0' },
    Vpc: { cidrBlock: '10.0.0.0/16' },
    TaskDefinition: { revision: 1 },
    Certificate: {
      domainValidationOptions: [
        {
          domainName: 'apiscope.example.com',
          resourceRecordName: '_x.apiscope.example.com',
          resourceRecordType: 'CNAME',
          resourceRecordValue: '_y.acm-validations.aws',
        },
      ],
    },
  };
  return { name, version: '1', ...known[kind] };
}

/** Answers what is looked up in an account. */
export function answerCall(token: string, inputs: Record<string, unknown>): Record<string, unknown> {
  const known: Record<string, Record<string, unknown>> = {
    getAvailabilityZones: { names: ['us-east-1a', 'us-east-1b', 'us-east-1c'] },
    getAmi: { id: 'ami-1', architecture: 'arm64' },
    getRegion: { id: 'us-east-1', region: 'us-east-1', name: 'us-east-1' },
    getCallerIdentity: { accountId: '1' },
    getPartition: { partition: 'aws' },
    getPolicyDocument: { json: JSON.stringify(inputs), ...inputs },
    getManagedPrefixList: { id: 'pl-cloudfront', name: inputs.name },
    getIpRanges: { cidrBlocks: ['130.176.0.0/17', '120.52.22.96/27'] },
    getAuthorizationToken: { proxyEndpoint: 'https://1.dkr.ecr', userName: 'AWS', password: 'ecr' },
  };
  return known[token.split('/').pop()!.split(':').pop()!] ?? inputs;
}
