import { createHash } from 'node:crypto'
import { RESERVED_METADATA_KEY } from '@aloha-pi/contracts/aloha'
import type { Payment } from '@aloha-pi/contracts/platform'
import * as z from 'zod'
import type { Payout } from './payout.ts'

/**
 * The payout's id: a function of client and key. A request that the database forgot has the same id when it is
 * repeated, so that what Pi and the chain still know about it leads back to it.
 */
export function payoutIdOf(clientId: string, idempotencyKey: string): string {
  const digest = createHash('sha256').update(`${clientId}\n${idempotencyKey}`).digest()
  // Version 8 of RFC 9562: a UUID of our own making.
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
  const hex = digest.toString('hex')
  return [8, 12, 16, 20, 32].map((end, i) => hex.slice([0, 8, 12, 16, 20][i], end)).join('-')
}

/** What stands under the reserved key in Pi's metadata: enough to find the payout, and to recreate its row. */
export const correlationSchema = z.object({
  p: z.guid(),
  c: z.guid(),
  /** Request hash. */
  r: z.string().regex(/^[0-9a-f]{64}$/),
  /** n of a derived key. */
  d: z.number().int().nonnegative().optional(),
})
export type Correlation = z.infer<typeof correlationSchema>

export function derivedKey(requestHash: string, n: number): string {
  return `d:${requestHash}:${n}`
}

/** The client's metadata with our correlation, for Pi. */
export function correlated(payout: Payout): Record<string, unknown> {
  const { id, clientId, requestHash, metadata, idempotencyKey } = payout
  const derived = /^d:[0-9a-f]{64}:(\d+)$/.exec(idempotencyKey ?? '')?.[1]
  const own: Correlation = {
    p: id,
    c: clientId,
    r: requestHash,
    ...(derived != null && { d: Number(derived) }),
  }
  return { ...metadata, [RESERVED_METADATA_KEY]: own }
}

/** Whose payment it is; undefined when it is none of ours. */
export function correlationOf(payment: Payment): Correlation | undefined {
  const own = correlationSchema.safeParse(payment.metadata?.[RESERVED_METADATA_KEY])
  return own.success ? own.data : undefined
}

/** Pi's payment as clients see it: without the correlation. */
export function withoutCorrelation(payment: Payment): Payment {
  const { [RESERVED_METADATA_KEY]: _own, ...metadata } = payment.metadata ?? {}
  return payment.metadata == null ? payment : { ...payment, metadata }
}
