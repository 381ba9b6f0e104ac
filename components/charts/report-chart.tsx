'use client';

import {
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { axisLook, gridLook } from './chart-look';

interface Props {
  kind: 'lines' | 'bars';
  series: readonly { id: string; name: string }[];
  /** `x` and a number per series; what has none on a day leaves a gap. */
  points: readonly Record<string, string | number | null>[];
  format: (value: number, series: string) => string;
}

const tooltipLook = {
  background: 'var(--raised)',
  border: '1px solid var(--line)',
  borderRadius: 6,
  color: 'var(--text)',
  fontSize: 12,
};
const colour = (index: number) => `var(--series-${index * 2 + 1})`;

/** Figures over days as lines, or per name as bars. */
export function ReportChart({ kind, series, points, format }: Props) {
  const first = series[0]?.id ?? '';
  const data = [...points];
  const margin = { top: 8, right: 12, bottom: 0, left: 0 };
  const parts = [
    <CartesianGrid key="grid" vertical={false} {...gridLook} />,
    <XAxis key="x" dataKey="x" minTickGap={32} {...axisLook} />,
    <YAxis key="y" width="auto" tickFormatter={(value: number) => format(value, first)} {...axisLook} />,
    <Tooltip
      key="tip"
      isAnimationActive={false}
      cursor={{ fill: 'var(--hover)' }}
      formatter={(value, name) => [
        format(Number(value), series.find((each) => each.name === name)?.id ?? first),
        name,
      ]}
      contentStyle={tooltipLook}
    />,
    ...(series.length > 1 ? [<Legend key="legend" wrapperStyle={{ fontSize: 12 }} />] : []),
  ];
  return (
    <ResponsiveContainer width="100%" height="100%">
      {kind === 'lines' ? (
        <LineChart data={data} margin={margin} accessibilityLayer={false}>
          {parts}
          {series.map(({ id, name }, index) => (
            <Line
              key={id}
              name={name}
              dataKey={id}
              stroke={colour(index)}
              strokeWidth={1.75}
              {...(index > 0 ? { strokeDasharray: '5 3' } : {})}
              dot={points.length < 40}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      ) : (
        <BarChart data={data} margin={margin} accessibilityLayer={false}>
          {parts}
          {series.map(({ id, name }, index) => (
            <Bar
              key={id}
              name={name}
              dataKey={id}
              fill={colour(index)}
              maxBarSize={40}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      )}
    </ResponsiveContainer>
  );
}
