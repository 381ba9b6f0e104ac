import { z } from 'zod';
import { readReportSettings } from '@/lib/reports/server/save-settings';
import { screenRead } from '../screen-read';

/** What reports compute with: the cost of an oversell, and the channels' cancellation limits. */
export const GET = screenRead('read_operations', z.strictObject({}), readReportSettings);
