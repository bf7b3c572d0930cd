import type { Api } from './api.ts';
import type { Database } from './database.ts';
import type { StageSettings } from './stages.ts';
import type { Worker } from './worker.ts';

type Parts = {
  settings: StageSettings;
  database: Database;
  api: Api;
  worker: Worker;
  balancer: sst.aws.Alb | undefined;
};

type Rule = Pick<
  aws.cloudwatch.MetricAlarmArgs,
  'metricName' | 'namespace' | 'dimensions' | 'statistic' | 'extendedStatistic' | 'threshold'
> & {
  /** What has happened, for whoever is woken by it. */
  says: string;
  below?: true;
  /** Minutes in a row; 5 unless told otherwise. */
  minutes?: number;
  /** Whether hearing nothing is itself bad news. */
  silenceIsBad?: true;
};

/** Tells a topic, and whoever is subscribed to it, of what needs somebody. */
export function createAlarms({ settings, database, api, worker, balancer }: Parts) {
  const topic = new aws.sns.Topic('Alarms', { name: `${$app.name}-${$app.stage}-alarms` });
  if (settings.alarmEmail)
    new aws.sns.TopicSubscription('AlarmsByEmail', {
      topic: topic.arn,
      protocol: 'email',
      endpoint: settings.alarmEmail,
    });
  const alarm = (name: string, { says, below, minutes = 5, silenceIsBad, ...rule }: Rule) =>
    new aws.cloudwatch.MetricAlarm(name, {
      name: `${$app.name}-${$app.stage}-${name}`,
      alarmDescription: says,
      period: 60,
      evaluationPeriods: minutes,
      datapointsToAlarm: minutes,
      comparisonOperator: below ? 'LessThanThreshold' : 'GreaterThanThreshold',
      treatMissingData: silenceIsBad ? 'breaching' : 'notBreaching',
      alarmActions: [topic.arn],
      okActions: [topic.arn],
      ...rule,
    });
  watchApi(alarm, api, balancer);
  watchQueue(alarm, worker);
  watchDatabase(alarm, settings, database);
  return topic;
}

type Alarm = (name: string, rule: Rule) => void;

function watchApi(alarm: Alarm, api: Api, balancer: sst.aws.Alb | undefined): void {
  const failures: Pick<Rule, 'namespace' | 'metricName' | 'dimensions'> = balancer
    ? {
        namespace: 'AWS/ApplicationELB',
        metricName: 'HTTPCode_Target_5XX_Count',
        dimensions: { LoadBalancer: balancer.nodes.loadBalancer.arnSuffix },
      }
    : {
        namespace: 'AWS/Lambda',
        metricName: 'Url5xxCount',
        dimensions: { FunctionName: api.functionName! },
      };
  const says = 'The API has answered requests with 5xx, in each of the last 5 minutes more than 5.';
  alarm('ApiFailures', { ...failures, statistic: 'Sum', threshold: 5, says });
  // From the line of each request: of a stream it has the time to its beginning, where the platform counts the hours that it lasts.
  const latency = countLines('ApiLatency', api.logGroup, '{ $.ms = * && $.route = * }', '$.ms');
  alarm('ApiLatency', {
    ...latency,
    extendedStatistic: 'p95',
    threshold: 1_000,
    minutes: 10,
    says: 'For 10 minutes one request in twenty has taken longer than a second.',
  });
  const dropped = countLines('Dropped', api.logGroup, '{ $.msg = "items were dropped" }', '$.items');
  alarm('DroppedSamples', {
    ...dropped,
    statistic: 'Sum',
    threshold: 0,
    minutes: 1,
    says: 'Captured requests, samples or logs were given up: the database did not take them in time.',
  });
  const lost = countLines('Lost', api.logGroup, '{ $.lost > 0 }', '$.lost');
  alarm('LostAtStop', {
    ...lost,
    statistic: 'Sum',
    threshold: 0,
    minutes: 1,
    says: 'A process of the API ended before its buffers were empty.',
  });
}

/** Seconds that a job that is due may wait. */
const longestWait = 300;

function watchQueue(alarm: Alarm, worker: Worker): void {
  const age = countLines('QueueAge', worker.logGroup, '{ $.queue.oldestAge = * }', '$.queue.oldestAge');
  alarm('QueueAge', {
    ...age,
    statistic: 'Maximum',
    threshold: longestWait,
    silenceIsBad: true,
    says: `A job has been due for more than ${longestWait} s, or no worker has said anything for 5 minutes.`,
  });
}

function watchDatabase(
  alarm: Alarm,
  { database: { busyConnections, ...size } }: StageSettings,
  database: Database,
) {
  const of = (metricName: string) => ({ namespace: 'AWS/RDS', metricName, dimensions: database.dimensions });
  alarm('DatabaseCpu', {
    ...of('CPUUtilization'),
    statistic: 'Average',
    threshold: 80,
    minutes: 10,
    says: 'The database has been busy for 10 minutes, above 80 % of its processor.',
  });
  alarm('DatabaseConnections', {
    ...of('DatabaseConnections'),
    statistic: 'Maximum',
    threshold: busyConnections,
    says: 'The database has nearly as many connections as it takes.',
  });
  if (size.on === 'postgres')
    alarm('DatabaseStorage', {
      ...of('FreeStorageSpace'),
      statistic: 'Minimum',
      threshold: 5 * 1024 ** 3,
      below: true,
      says: 'The disk of the database has less than 5 GiB left, and has not grown in time.',
    });
  else {
    alarm('DatabaseStorage', {
      ...of('FreeLocalStorage'),
      statistic: 'Minimum',
      threshold: 2 * 1024 ** 3,
      below: true,
      says: 'The database has less than 2 GiB left to sort and to build indexes in; its volume itself grows.',
    });
    alarm('DatabaseCapacity', {
      ...of('ACUUtilization'),
      statistic: 'Average',
      threshold: 90,
      minutes: 15,
      says: 'The database has been near the most it may scale to for 15 minutes.',
    });
  }
}

/** A metric of numbers in lines of a log. */
function countLines(name: string, logGroupName: $util.Output<string>, pattern: string, value: string) {
  const namespace = `${$app.name}/${$app.stage}`;
  new aws.cloudwatch.LogMetricFilter(`${name}Lines`, {
    logGroupName,
    pattern,
    metricTransformation: { namespace, name, value },
  });
  return { namespace, metricName: name };
}
