import type { BodyLimits } from '@aloha-pi/express-server'

/** 256 notifications of 4 kB fit; nothing that an SDK sends is larger. */
export const BODY_LIMITS = { bytes: 1_048_576, depth: 64 } as const satisfies BodyLimits

/** Largest form. A transaction of 100 operations and 20 signatures takes a quarter of it. */
export const FORM_BYTES = 65_536
