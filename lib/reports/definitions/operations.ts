import type { Report } from '../report';
import { channel, column } from './columns';

export const operationsReports: readonly Report[] = [
  {
    name: 'push-latency',
    title: 'Push latency and freshness',
    group: 'Operations',
    says: 'From the decision on a number to the answer of the channel, of the numbers decided in the range. Freshness is as of now: how long ago orders were heard and listings read back, and how long the oldest number waits.',
    asks: 'range',
    columns: [
      channel,
      column('pushes', 'Numbers decided', 'units'),
      column('acknowledged', 'Answered', 'units'),
      column('p50', 'Median', 'seconds'),
      column('p95', '95 of 100 within', 'seconds'),
      column('worst', 'Worst', 'seconds'),
      column('waiting', 'Waiting now', 'units'),
      column('oldest', 'Oldest waits', 'seconds'),
      column('heard', 'Orders heard', 'seconds'),
      column('read_back', 'Read back', 'seconds'),
    ],
    totals: [
      column('p50', 'Median', 'seconds'),
      column('p95', '95 of 100 within', 'seconds'),
      column('pushes', 'Numbers decided', 'units'),
      column('unanswered', 'Not answered', 'units'),
    ],
    chart: {
      title: 'Latency by day',
      x: 'day',
      series: [column('p50', 'Median', 'seconds'), column('p95', '95 of 100 within', 'seconds')],
    },
  },
  {
    name: 'alert-quality',
    title: 'Alert quality',
    group: 'Operations',
    says: 'Alerts that opened in the range, by rule: how long until somebody took them up, how long until they were resolved, and how many came back within the hour. Many that nobody takes up say that a threshold is wrong.',
    asks: 'range',
    columns: [
      column('rule', 'Rule', 'rule'),
      column('opened', 'Opened', 'units'),
      column('reopened', 'Reopened', 'units'),
      column('acknowledged', 'Taken up', 'units'),
      column('to_acknowledge', 'Median to take up', 'seconds'),
      column('resolved', 'Resolved', 'units'),
      column('to_resolve', 'Median to resolve', 'seconds'),
      column('escalated', 'Escalated', 'units'),
      column('suppressed', 'Suppressed', 'units'),
    ],
    totals: [
      column('opened', 'Opened', 'units'),
      column('to_acknowledge', 'Median to take up', 'seconds'),
      column('to_resolve', 'Median to resolve', 'seconds'),
      column('reopened', 'Reopened', 'units'),
    ],
    chart: {
      title: 'Alerts by day',
      x: 'day',
      series: [column('opened', 'Opened', 'units'), column('resolved', 'Resolved', 'units')],
    },
  },
];
