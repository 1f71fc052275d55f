import { RESERVED_METADATA_KEY } from '@aloha-pi/contracts/aloha'
import type { Payment } from '@aloha-pi/contracts/platform'
import * as z from 'zod'
import { uuidOf } from '../../keys/client-id.ts'
import type { Payout } from './payout.ts'
import type { Deployment } from './work.ts'

/**
 * The payout's id: a function of client and key. A request that the database forgot has the same id when it is
 * repeated, so that what Pi and the chain still know about it leads back to it.
 */
export function payoutIdOf(clientId: string, idempotencyKey: string): string {
  return uuidOf(`${clientId}\n${idempotencyKey}`)
}

/** What is under the reserved key in Pi's metadata: enough to find the payout, and to recreate its row. */
export const correlationSchema = z.object({
  p: z.guid(),
  c: z.guid(),
  /** Request hash. */
  r: z.string().regex(/^[0-9a-f]{64}$/),
  /** n of a derived key. */
  d: z.number().int().nonnegative().optional(),
  /** Deployment that made the payment; absent in those of the first release. */
  v: z.guid().optional(),
})
export type Correlation = z.infer<typeof correlationSchema>

export function derivedKey(requestHash: string, n: number): string {
  return `d:${requestHash}:${n}`
}

/** The client's metadata with our correlation, for Pi. */
export function correlated(payout: Payout, deployment: string): Record<string, unknown> {
  const { id, clientId, requestHash, metadata, idempotencyKey } = payout
  const derived = /^d:[0-9a-f]{64}:(\d+)$/.exec(idempotencyKey ?? '')?.[1]
  const own: Correlation = {
    p: id,
    c: clientId,
    r: requestHash,
    ...(derived != null && { d: Number(derived) }),
    v: deployment,
  }
  return { ...metadata, [RESERVED_METADATA_KEY]: own }
}

/**
 * Whose payment it is; undefined when it is not ours. Of a user-to-app payment the user's browser writes the
 * metadata: a correlation there is forged.
 */
export function correlationOf(payment: Payment): Correlation | undefined {
  const own = payment.metadata?.[RESERVED_METADATA_KEY]
  if (payment.direction !== 'app_to_user' || own == null) return undefined
  return correlationSchema.safeParse(own).data
}

/** Made by this deployment, by one that it adopted, or before there were any. */
export function isOfDeployment({ v }: Correlation, { own, adopted }: Deployment): boolean {
  return v == null || v === own || adopted.includes(v)
}

/**
 * The payout that a correlation names: by its id, or as the same request of a client that got another id when the
 * database was lost.
 */
export function isNamedBy(
  { p, c, r }: Pick<Correlation, 'p' | 'c' | 'r'>,
  payout: Pick<Payout, 'id' | 'idempotencyKey' | 'requestHash'>,
): boolean {
  if (p === payout.id) return true
  const { idempotencyKey, requestHash } = payout
  return idempotencyKey != null && requestHash === r && payoutIdOf(c, idempotencyKey) === p
}

/** Pi's payment as clients see it: without the correlation. */
export function withoutCorrelation(payment: Payment): Payment {
  const { [RESERVED_METADATA_KEY]: _own, ...metadata } = payment.metadata ?? {}
  return payment.metadata == null ? payment : { ...payment, metadata }
}
