import {
  type Copy,
  DockerfileParser,
  type From,
  type Instruction,
  type PropertyInstruction,
} from 'dockerfile-ast';

type Stage = {
  name: string;
  /** Image that it begins with. */
  image: string;
  /** What each COPY is told, flags included. */
  copies: string[];
  instructions: Instruction[];
};

/** The stages of a Dockerfile, in order. */
export function readStages(text: string): Stage[] {
  const stages: Stage[] = [];
  for (const each of DockerfileParser.parse(text).getInstructions()) {
    if (each.getKeyword() === 'FROM') {
      const from = each as From;
      const name = from.getBuildStage() ?? '';
      stages.push({ name, image: from.getImage() ?? '', copies: [], instructions: [] });
    }
    const stage = stages.at(-1);
    stage?.instructions.push(each);
    if (each.getKeyword() === 'COPY')
      stage?.copies.push([...(each as Copy).getFlags(), told(each)].join(' '));
  }
  return stages;
}

/** The words of the command by which an image says how it is, without a shell; null: it has none, or not in that form. */
export function readHealthcheck(stage: Stage): string[] | null {
  const [, words] = /CMD (\[.*\])$/s.exec(told(last(stage, 'HEALTHCHECK'))) ?? [];
  return words === undefined ? null : readWords(words);
}

/** What of a Dockerfile, whose first stage builds and whose others are run, is against our rules; each begins with the stage's name. */
export function findDockerfileFaults(text: string): string[] {
  const [build, ...finals] = readStages(text);
  if (!build) return ['there is no stage'];
  return [
    ...[build, ...finals].flatMap(findFaultsOfAny),
    ...finals.flatMap((stage) => findFaultsOfFinal(stage, build)),
  ];
}

const secret = /SECRET|PASSWORD|TOKEN|KEY|CREDENTIAL|DATABASE_(DIRECT_)?URL/i;

function findFaultsOfAny(stage: Stage): string[] {
  const faults: string[] = [];
  if (!/^[\w./-]+:\d+\.\d+\.\d+-[\w.-]+$/.test(stage.image))
    faults.push(`the tag of ${stage.image} is no whole version`);
  for (const each of stage.instructions) {
    const keyword = each.getKeyword();
    if (keyword === 'ADD') faults.push('ADD unpacks and downloads: use COPY');
    if (keyword === 'ARG' || keyword === 'ENV')
      for (const property of (each as PropertyInstruction).getProperties())
        if (secret.test(property.getName())) faults.push(`${property.getName()} stays readable in the image`);
  }
  return faults.map((fault) => `${stage.name}: ${fault}`);
}

const labels = ['title', 'description', 'licenses', 'version'];

function findFaultsOfFinal(stage: Stage, build: Stage): string[] {
  const faults: string[] = [];
  const [, uid] = /^(\d+):\d+$/.exec(told(last(stage, 'USER'))) ?? [];
  if (uid === undefined || Number(uid) === 0)
    faults.push('USER is to be the numbers of somebody who is not root');
  if (told(last(stage, 'STOPSIGNAL')) !== 'SIGTERM') faults.push('STOPSIGNAL is to be SIGTERM');
  if (readWords(told(last(stage, 'CMD'))) === null)
    faults.push('CMD is to be a list: a shell hands no signals on');
  const health = told(last(stage, 'HEALTHCHECK'));
  if (health !== 'NONE' && readHealthcheck(stage) === null)
    faults.push('HEALTHCHECK is to be NONE or a list');
  for (const each of stage.copies)
    if (!each.startsWith(`--from=${build.name} `))
      faults.push(`COPY ${each} is not of the stage ${build.name}`);
  for (const each of of(stage, 'RUN'))
    faults.push(`RUN ${told(each)}: what is run is made in the stage ${build.name}`);
  if (!propertiesOf(stage, 'ENV').includes('NODE_ENV=production'))
    faults.push('NODE_ENV is to be production');
  const named = propertiesOf(stage, 'LABEL').map((each) => each.split('=')[0]);
  for (const label of labels)
    if (!named.includes(`org.opencontainers.image.${label}`)) faults.push(`label ${label} is missing`);
  return faults.map((fault) => `${stage.name}: ${fault}`);
}

function of(stage: Stage, keyword: string): Instruction[] {
  return stage.instructions.filter((each) => each.getKeyword() === keyword);
}

/** The one that counts. */
function last(stage: Stage, keyword: string): Instruction | undefined {
  return of(stage, keyword).at(-1);
}

function propertiesOf(stage: Stage, keyword: string): string[] {
  return of(stage, keyword)
    .flatMap((each) => (each as PropertyInstruction).getProperties())
    .map((each) => `${each.getName()}=${each.getValue()}`);
}

/** What follows the keyword, on one line. */
function told(instruction: Instruction | undefined): string {
  return (instruction?.getRawArgumentsContent() ?? '').replaceAll(/\\\n\s*/g, '').trim();
}

function readWords(text: string): string[] | null {
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : null;
  } catch {
    return null;
  }
}
