import { z } from 'zod';
import { readDimensions } from '@/lib/catalog/server/read-dimensions';
import { screenRead } from '../screen-read';

export const GET = screenRead('read_stock', z.strictObject({}), readDimensions);
