import { z } from 'zod';
import { readOverview } from '@/lib/runtime/overview';
import { screenRead } from '../screen-read';

export const GET = screenRead('read_operations', z.strictObject({}), readOverview);
