import { alohaContract } from '@aloha-pi/contracts/aloha'
import { parsePiAmount } from '@aloha-pi/contracts/platform'
import type { Database } from '../../src/stores/open-database.ts'
import { acceptPayout, type AcceptResult } from '../../src/a2u/accept-payout.ts'
import { requestHashOf } from '../../src/a2u/request-hash.ts'
import { roomyCaps } from '../payouts/new-payout.ts'
import type { RecordedRequest, Release } from './release.ts'

const { method, path: route } = alohaContract.a2u.create

/** Every client sends each of its requests again, as the route for payouts takes them. */
export async function repeatRequests(
  database: Database,
  { requests }: Release,
): Promise<{ name: string; payoutId: string; isReplayed: boolean }[]> {
  const repeated = []
  for (const request of requests) {
    const result = await repeat(database, request)
    if (!result.ok) throw new Error(`${request.name} is refused: ${result.refusal.kind}`)
    const { payout, isReplayed } = result
    repeated.push({ name: request.name, payoutId: payout.id, isReplayed })
  }
  return repeated
}

function repeat(
  { payouts: store }: Database,
  { clientId, idempotencyKey, payment }: RecordedRequest,
): Promise<AcceptResult> {
  const { uid, memo, metadata } = payment
  const parsed = parsePiAmount(payment.amount)
  if (!parsed.ok) throw new Error(`The dump has a request whose amount ${parsed.rule}`)
  const amount = parsed.stroops
  const ports = {
    store,
    waitForFinal: async (payout: Extract<AcceptResult, { ok: true }>['payout']) => ({
      kind: 'read' as const,
      payout,
    }),
    wake: () => undefined,
    settings: {
      waitMs: 0,
      windowMs: 600_000,
      caps: roomyCaps,
      isKeyRequired: false,
      isOpen: true,
    },
  }
  return acceptPayout(ports, {
    clientId,
    keyId: 'a-later-key',
    requestId: 'a-later-request',
    idempotencyKey,
    uid,
    amount,
    memo,
    metadata,
    requestHash: requestHashOf({ method, route, uid, amount, memo, metadata }),
  })
}
