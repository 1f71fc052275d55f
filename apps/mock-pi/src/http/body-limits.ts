import type { BodyLimits } from '@aloha-pi/express-server'

/** 256 notifications of 4 kB fit; nothing that an SDK sends is larger. */
export const BODY_LIMITS = { bytes: 1_048_576, depth: 64 } as const satisfies BodyLimits
