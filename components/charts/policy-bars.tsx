'use client';

import { Bar, BarChart, CartesianGrid, LabelList, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { formatRate } from '@/lib/shared/format';
import { axisLook, gridLook } from './chart-look';

interface Props {
  bars: readonly { name: string; value: number }[];
  colour: string;
}

/** One bar per policy, lying, so that its name can be read. */
export function PolicyBars({ bars, colour }: Props) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={[...bars]}
        layout="vertical"
        margin={{ top: 4, right: 48, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid horizontal={false} {...gridLook} />
        <XAxis type="number" domain={[0, 'dataMax']} {...axisLook} />
        <YAxis type="category" dataKey="name" width={150} {...axisLook} />
        <Bar dataKey="value" fill={colour} barSize={16} isAnimationActive={false}>
          <LabelList
            dataKey="value"
            position="right"
            formatter={(value) => formatRate(Number(value))}
            fill="var(--text)"
            fontSize={12}
          />
        </Bar>
      </BarChart>
    </ResponsiveContainer>
  );
}
