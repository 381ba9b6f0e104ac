import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { Notice } from '@/components/ui/notice';
import { Part } from '@/components/ui/part';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import type { WhyAnswer } from '@/lib/allocation/why';
import { describeEvent } from '@/lib/ledger/describe-document';
import { formatMinute, formatRate, formatStamp, formatUnits, zoneName } from '@/lib/shared/format';
import { RightsBar } from './rights-bar';
import { interval, policyHref, sourceWord, whySteps } from './why-steps';

/** Why a channel hears this number: the sum, the rules, the forecast, whose units are whose, what moved it. */
export function WhyView({ answer }: { answer: WhyAnswer }) {
  const { push, rights, explanation, deficit, obstacles, events } = answer;
  return (
    <div className="grid gap-5">
      <Told answer={answer} />
      {deficit.kind !== 'none' && deficit.kind !== 'by_policy' && (
        <Notice tone={deficit.kind === 'real_shortage' ? 'critical' : 'warning'}>
          The pool has promised {formatUnits(deficit.units)} units more than it has:{' '}
          {deficit.kind === 'real_shortage' ? 'stock is truly short' : 'they are being recalled'}.
        </Notice>
      )}
      {obstacles.length > 0 && (
        <Notice tone="warning">
          No guarantee in this pool: {obstacles.map(({ channel }) => channel).join(', ')} cannot keep it.
        </Notice>
      )}
      <Part title="How it came about">
        <dl className="grid grid-cols-[max-content_max-content_1fr] items-baseline gap-x-4 gap-y-2 text-sm max-sm:grid-cols-[1fr_max-content]">
          {whySteps(answer, formatUnits).map(({ term, units, how }) => (
            <div key={term} className="contents">
              <dt className="text-muted">{term}</dt>
              <dd className="text-right font-semibold tabular-nums">
                {units === null ? '–' : formatUnits(units)}
              </dd>
              <dd className="text-xs text-muted max-sm:col-span-2">{how}</dd>
            </div>
          ))}
        </dl>
      </Part>
      {rights !== null && (
        <Part title="Whose the units are">
          <RightsBar rights={rights} />
        </Part>
      )}
      {explanation !== null && (
        <>
          <Part title="Rules in force">
            {explanation.rules === null ? (
              <p className="text-sm text-muted">The listing’s own; no policy took part.</p>
            ) : (
              <ul className="grid gap-1 text-sm">
                {(['mode', 'priority', 'floor', 'cap', 'buffer'] as const).map((name) => {
                  const source = explanation.rules?.from[name];
                  const value = explanation.rules?.[name] ?? null;
                  return (
                    source !== undefined && (
                      <li key={name} className="flex flex-wrap gap-x-2">
                        <span className="w-16 text-muted first-letter:uppercase">{name}</span>
                        <span className="font-medium tabular-nums">{ruleText(value)}</span>
                        <span className="text-xs text-muted">
                          {typeof source === 'object' ? (
                            <>
                              from{' '}
                              <Link
                                href={policyHref(source.policy, answer)}
                                className="underline underline-offset-2"
                              >
                                {sourceWord(source)}
                              </Link>
                            </>
                          ) : (
                            sourceWord(source)
                          )}
                        </span>
                      </li>
                    )
                  );
                })}
              </ul>
            )}
          </Part>
          <Part title="Forecast">
            <ForecastLine label="Until the next receipt" {...explanation.demand.later} />
            <ForecastLine label="Cover time" {...explanation.demand.cover} />
            {explanation.forecast.uplifts.map((uplift) => (
              <p key={uplift.startsAt} className="text-xs text-muted">
                Promotion ×{formatRate(uplift.factor)} from{' '}
                {formatMinute(new Date(uplift.startsAt).toISOString())} to{' '}
                {formatMinute(new Date(uplift.endsAt).toISOString())} {zoneName}
              </p>
            ))}
          </Part>
        </>
      )}
      <Part title="Last events in its stock">
        {events.length === 0 ? (
          <p className="text-sm text-muted">None yet.</p>
        ) : (
          <TableFrame label="Last events in its stock" viewportClassName="max-h-72">
            <Table>
              <thead>
                <tr>
                  <HeadCell>{`Happened (${zoneName})`}</HeadCell>
                  <HeadCell>Event</HeadCell>
                  <HeadCell className="text-right">Units</HeadCell>
                  <HeadCell>Channel</HeadCell>
                </tr>
              </thead>
              <tbody>
                {events.map(({ sequence, type, quantity, channel, occurredAt }) => (
                  <tr key={sequence}>
                    <Cell className="tabular-nums">{formatMinute(occurredAt)}</Cell>
                    <Cell>{describeEvent(type)}</Cell>
                    <Cell className="text-right tabular-nums">
                      {quantity === null ? '–' : formatUnits(quantity)}
                    </Cell>
                    <Cell className="text-muted">{channel ?? ''}</Cell>
                  </tr>
                ))}
              </tbody>
            </Table>
          </TableFrame>
        )}
      </Part>
      {push === null && explanation === null && (
        <p className="text-sm text-muted">Nothing has been decided for this listing yet.</p>
      )}
    </div>
  );
}

function Told({ answer: { push, target, replayed } }: { answer: WhyAnswer }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <span className="text-lg font-semibold tabular-nums">{formatUnits(push?.units ?? target)}</span>
      <span className="text-sm text-muted tabular-nums">
        {push === null
          ? 'units should be shown; nothing was told yet'
          : `units told ${formatStamp(push.decidedAt)} ${zoneName}${push.acknowledgedAt === null ? ', not yet acknowledged' : `, acknowledged ${formatStamp(push.acknowledgedAt)}`}${push.packs === push.units ? '' : ` (${formatUnits(push.packs)} packs)`}`}
      </span>
      {replayed === true && <Badge tone="good">Replays to {formatUnits(push?.units ?? target)}</Badge>}
      {replayed === false && <Badge tone="critical">Does not replay to the same number</Badge>}
    </div>
  );
}

interface ForecastProps {
  label: string;
  seconds: number;
  used: { mean: number; variance: number };
}

function ForecastLine({ label, seconds, used }: ForecastProps) {
  const [low, high] = interval(used);
  return (
    <p className="text-sm">
      <span className="text-muted">
        {label} ({formatRate(seconds / 3600)} h)
      </span>{' '}
      <span className="font-medium tabular-nums">{formatRate(used.mean)} units</span>{' '}
      <span className="text-xs text-muted tabular-nums">
        eight of ten times {formatRate(low)} to {formatRate(high)}
      </span>
    </p>
  );
}

function ruleText(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'object' && 'bounded' in value)
    return `bounded ${formatRate(Number(value.bounded) * 100)} %`;
  return typeof value === 'number' ? formatUnits(value) : String(value).replace('_', ' ');
}
