import type { BodyLimits } from '@aloha-pi/express-server'

/** 256 notifications of 4 kB fit; nothing that an SDK sends is larger. */
export const BODY_LIMITS = { bytes: 1_048_576, depth: 64 } as const satisfies BodyLimits

/** Whether the body is a snapshot, which is larger than others. */
export function isRestore(path: string): boolean {
  return /^\/_mock\/restore\/?$/.test(path)
}

/** The metadata of payments is in it, so it nests deeper. */
export function snapshotLimits({ snapshotBytes: bytes }: { snapshotBytes: number }) {
  return { bytes, depth: 2 * BODY_LIMITS.depth } satisfies BodyLimits
}
