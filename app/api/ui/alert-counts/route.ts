import { z } from 'zod';
import { countAlerts } from '@/lib/alerts/server/list-alerts';
import { screenRead } from '../screen-read';

/** How many alerts there are: for the bell and the tabs. */
export const GET = screenRead('read_operations', z.strictObject({}), (pool) => countAlerts(pool));
