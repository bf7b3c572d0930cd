import { maxPolicyDays, parseDays } from '@apiscope/core/retention/policy-days';
import type { RetentionKind } from '@apiscope/core/retention/schema';
import { useId, useState } from 'react';
import { FormDialog } from '../ui/form-dialog.tsx';
import { ForecastText } from './forecast-text.tsx';
import { daysOf, kindWords } from './kind-words.ts';
import { type Asked, useForecast } from './use-forecast.ts';
import type { RetentionActions } from './use-retention-actions.ts';

/** What the dialog is opened for. */
export type DaysQuestion = {
  kind: RetentionKind;
  /** null: the kind as a whole. */
  service: string | null;
  /** Services to choose from, for a new policy of one. */
  choices?: readonly string[];
  /** Days in force now. */
  days: number;
  /** `reset`: take back the days that were set. */
  intent: 'set' | 'reset';
};

type DaysDialogProps = { question: DaysQuestion; actions: RetentionActions; onClose: () => void };

/** Asks for days, and shows what they would let go of before anything is stored. */
export function DaysDialog({ question, actions, onClose }: DaysDialogProps) {
  const { kind, choices, intent } = question;
  const [service, setService] = useState(question.service ?? choices?.[0] ?? null);
  const [text, setText] = useState(String(question.days));
  const days = intent === 'reset' ? null : parseDays(text);
  const isValid = intent === 'reset' || days !== null;
  const asked: Asked | null = isValid ? { kind, service, days } : null;
  const forecast = useForecast(asked);
  const next = forecast.policy?.next;
  // Days that are not fewer take nothing, so nobody has to wait for the count.
  const isShorter = (days ?? forecast.policy?.days ?? 0) < question.days;
  const takes = isShorter && next !== undefined && next.rows + next.partitions > 0;
  const isReady = isValid && (forecast.policy !== null || (days !== null && !isShorter));
  const submit = async () => {
    if (asked !== null && isReady && (await actions.apply(asked))) onClose();
  };
  return (
    <FormDialog
      title={titleOf(question)}
      about={
        intent === 'reset'
          ? resetText(question, forecast.policy?.days)
          : `Now ${daysOf(question.days)}. Whole days go, counted in UTC.`
      }
      action={actionOf(days ?? forecast.policy?.days, takes)}
      tone={takes ? 'danger' : 'primary'}
      isDisabled={!isReady || actions.isBusy}
      problem={actions.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {choices && <ServiceField services={choices} value={service} onChange={setService} />}
      {intent === 'set' && <DaysField text={text} isValid={isValid} onChange={setText} />}
      {isValid && (
        <div
          aria-live="polite"
          data-testid="forecast"
          className={`min-h-16 rounded-md px-3 py-2 ${takes ? 'bg-bad-soft' : 'bg-raised'}`}
        >
          <ForecastText {...forecast} />
        </div>
      )}
    </FormDialog>
  );
}

function titleOf({ kind, service, choices, intent }: DaysQuestion): string {
  const { name } = kindWords[kind];
  if (choices) return `${name}: a service with days of its own`;
  const whose = service === null ? name : `${name} of ${service}`;
  return intent === 'reset' ? `${whose}: back to the default` : `How long are ${whose.toLowerCase()} kept?`;
}

function resetText({ service, days }: DaysQuestion, after: number | undefined): string {
  const then = after === undefined ? '' : ` ${daysOf(after)}`;
  return service === null
    ? `Now ${daysOf(days)}, then as the environment says:${then || ' …'}.`
    : `Now ${daysOf(days)}, then as for every other service:${then || ' …'}.`;
}

function actionOf(days: number | undefined, takes: boolean): string {
  if (days === undefined) return 'Save';
  return takes ? `Keep ${daysOf(days)} only` : `Keep ${daysOf(days)}`;
}

function DaysField(props: { text: string; isValid: boolean; onChange: (text: string) => void }) {
  const { text, isValid, onChange } = props;
  const id = useId();
  return (
    <label className="block">
      <span className="text-muted">Days to keep</span>
      <input
        name="days"
        inputMode="numeric"
        autoComplete="off"
        value={text}
        aria-invalid={!isValid}
        aria-describedby={isValid ? undefined : id}
        onChange={(event) => onChange(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        className="mt-1 h-8 w-full rounded-md border border-line bg-canvas px-2 tabular-nums aria-invalid:border-bad"
      />
      {!isValid && (
        <span id={id} role="alert" className="mt-1 block text-xs text-bad">
          A whole number of days, from 1 to {maxPolicyDays.toLocaleString('en-US')}.
        </span>
      )}
    </label>
  );
}

function ServiceField(props: {
  services: readonly string[];
  value: string | null;
  onChange: (service: string) => void;
}) {
  return (
    <label className="block">
      <span className="text-muted">Service</span>
      <select
        name="service"
        value={props.value ?? ''}
        onChange={(event) => props.onChange(event.currentTarget.value)}
        className="mt-1 h-8 w-full rounded-md border border-line bg-canvas px-2"
      >
        {props.services.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}
