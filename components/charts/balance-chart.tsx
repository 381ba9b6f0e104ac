'use client';

import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceDot,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { BalanceHistory } from '@/lib/ledger/balance-steps';
import { describeEvent } from '@/lib/ledger/describe-document';
import { formatMinute, formatStamp, formatUnits } from '@/lib/shared/format';
import { axisLook, gridLook } from './chart-look';

const markers_max = 60;
/** What orders do is the line itself; what people and trucks do is marked on it. */
const unmarked = /^(order|reserv)/;

/** On hand and available as steps over time, with a mark where stock came, went or was corrected. */
export function BalanceChart({ before, steps }: Pick<BalanceHistory, 'before' | 'steps'>) {
  const first = steps[0];
  const data = [
    ...(first === undefined ? [] : [{ ...before, at: Date.parse(first.at) - 1, type: '' }]),
    ...steps.map((step) => ({ ...step, at: Date.parse(step.at) })),
  ];
  const marked = data.filter(({ type }) => type !== '' && !unmarked.test(type)).slice(-markers_max);
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={data}
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} {...gridLook} />
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={['dataMin', 'dataMax']}
          tickFormatter={(at: number) => formatMinute(new Date(at).toISOString())}
          minTickGap={48}
          {...axisLook}
        />
        <YAxis
          width={56}
          allowDecimals={false}
          tickFormatter={(units: number) => formatUnits(units)}
          {...axisLook}
        />
        <Tooltip
          isAnimationActive={false}
          labelFormatter={(at) => formatStamp(new Date(Number(at)).toISOString())}
          formatter={(units, name) => [formatUnits(Number(units)), name]}
          contentStyle={{
            background: 'var(--raised)',
            border: '1px solid var(--line)',
            borderRadius: 6,
            color: 'var(--text)',
            fontSize: 12,
          }}
        />
        <Line
          name="On hand"
          dataKey="onHand"
          type="stepAfter"
          stroke="var(--series-1)"
          strokeWidth={1.75}
          dot={false}
          isAnimationActive={false}
        />
        <Line
          name="Available"
          dataKey="available"
          type="stepAfter"
          stroke="var(--series-3)"
          strokeWidth={1.75}
          strokeDasharray="5 3"
          dot={false}
          isAnimationActive={false}
        />
        {marked.map((step) => (
          <ReferenceDot
            key={`${step.at} ${step.type} ${step.onHand}`}
            x={step.at}
            y={step.onHand}
            r={3.5}
            fill="var(--card)"
            stroke="var(--series-1)"
            strokeWidth={1.5}
            ifOverflow="visible"
          >
            <title>{describeEvent(step.type)}</title>
          </ReferenceDot>
        ))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
