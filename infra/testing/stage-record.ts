/** One resource as it would be made. */
export type Recorded = {
  urn: string;
  type: string;
  name: string;
  inputs: Readonly<Record<string, unknown>>;
  /** URNs of what is made before it. */
  dependencies: readonly string[];
  /** Whether it stays when it is taken out of the program. */
  isRetained: boolean;
};

/** What deploying a stage would make. */
export type StageRecord = {
  app: { protect: boolean; removal: string };
  resources: readonly Recorded[];
};

/** What a recorder is asked to run: the bundle of a program, in a folder that looks like a repository that is built. */
export type StageOrder = {
  stage: string;
  program: string;
  root: string;
  platform: string;
  /** What whoever deploys has set. */
  env: Readonly<Record<string, string>>;
};

/** Values of the mock world that nobody may show: what the platform makes up, and what was set by `sst secret set`. */
export const secretValues = {
  password: 'p4ssw0rd-of-the-database',
  secretKey: 'c2VjcmV0IGtleSBvZiAzMiBieXRlcyBpbiBiYXNlNjQ=',
};
