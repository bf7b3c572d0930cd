import type { StatementEffect } from './statement-effects.ts';
import {
  encodeMessage,
  encodeText,
  readText,
  spanMessages,
  type TransactionStatus,
} from './wire-protocol.ts';
import type { WorkUnit } from './work-unit.ts';

export type Answer = {
  /** Messages for the client, without ReadyForQuery and notifications. */
  kept: Buffer[];
  /** ReadyForQuery, when the session is ready. */
  ready: Buffer | undefined;
  status: TransactionStatus | undefined;
  /** Notifications that the unit set free, for whoever listens. */
  notifications: Buffer[];
  failed: boolean;
  /** The session reported a changed setting. */
  reportsSetting: boolean;
};

export type Completion = { tag: string; effect: StatementEffect | undefined };

/**
 * Takes apart what the session answered to a unit. Tells each completed statement in order, and leaves out what the client must not
 * see: the request for COPY data that it already got, the answer to a repeated Parse and the readiness after a Flush.
 */
export function readAnswer(
  output: Buffer,
  unit: WorkUnit,
  isParseRepeated: boolean,
  onComplete: (completion: Completion) => void,
): Answer {
  const answer: Answer = {
    kept: [],
    ready: undefined,
    status: undefined,
    notifications: [],
    failed: false,
    reportsSetting: false,
  };
  let statement = 0;
  let keptFrom = 0;
  let skipParse = isParseRepeated;
  const cut = (start: number, end: number, ...instead: Buffer[]): Buffer => {
    if (start > keptFrom) answer.kept.push(output.subarray(keptFrom, start));
    answer.kept.push(...instead);
    keptFrom = end;
    return output.subarray(start, end);
  };
  for (const { type, start, end } of spanMessages(output)) {
    switch (type) {
      case 'C': {
        const tag = readText(output, start + 5).text;
        const instead = unit.tags[statement];
        onComplete({ tag, effect: unit.effects[statement++] });
        if (instead !== undefined) cut(start, end, encodeMessage('C', encodeText(instead)));
        break;
      }
      case 's':
      case 'I':
        statement++;
        break;
      case 'E':
        answer.failed = true;
        break;
      case 'S':
        answer.reportsSetting = true;
        break;
      case 'A':
        answer.notifications.push(cut(start, end));
        break;
      case 'G':
        if (unit.isCopy) cut(start, end);
        break;
      case '1':
        if (skipParse) cut(start, end);
        skipParse = false;
        break;
      case 'Z': {
        answer.ready = cut(start, end);
        answer.status = String.fromCharCode(output[start + 5]!) as TransactionStatus;
        break;
      }
    }
  }
  cut(output.length, output.length);
  if (unit.kind === 'flush') answer.ready = undefined;
  return answer;
}
