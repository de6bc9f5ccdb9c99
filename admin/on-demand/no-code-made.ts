/** The page’s policy lets no code be made as it runs; Zod would try. */
import { config } from 'zod';

config({ jitless: true });
