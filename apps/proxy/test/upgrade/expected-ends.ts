import { RESERVED_METADATA_KEY } from '@aloha-pi/contracts/aloha'
import { correlationSchema } from '../../src/payouts/model/correlation.ts'
import type { PayoutState } from '../../src/payouts/model/payout.ts'
import { readRelease } from './release.ts'

/** What the signer signs for after the upgrade: nothing, a payment that Pi had, or one that Pi makes now. */
export type SignsFor = 'nothing' | 'the known payment' | 'a new payment'

type End = [name: string, before: PayoutState, after: PayoutState, signsFor: SignsFor]

/** Every payout of the dump: its state in the dump, its state at the end, and what is signed for it in between. */
export const ends: End[] = [
  ['lost, given key', 'completed', 'completed', 'nothing'],
  ['lost, derived key', 'completed', 'completed', 'nothing'],
  ['of an earlier wallet', 'completed', 'completed', 'nothing'],
  ['of a closed client', 'completed', 'completed', 'nothing'],
  ['completed, given key', 'completed', 'completed', 'nothing'],
  ['completed, derived key', 'completed', 'completed', 'nothing'],
  ['completed after a replacement', 'completed', 'completed', 'nothing'],
  ['completed after an expiry', 'completed', 'completed', 'nothing'],
  ['paid_unconfirmed', 'paid_unconfirmed', 'paid_unconfirmed', 'nothing'],
  ['cancelled', 'cancelled', 'cancelled', 'nothing'],
  ['failed at Pi', 'failed', 'failed', 'nothing'],
  ['failed on the chain', 'failed', 'failed', 'nothing'],
  ['held', 'held', 'held', 'nothing'],
  ['paid', 'paid', 'completed', 'nothing'],
  ['cancelling', 'cancelling', 'cancelled', 'nothing'],
  ['signed', 'signed', 'completed', 'nothing'],
  ['created', 'created', 'completed', 'the known payment'],
  ['creating, answer lost', 'creating', 'completed', 'the known payment'],
  ['creating, never sent', 'creating', 'completed', 'a new payment'],
  ['received, given key', 'received', 'completed', 'a new payment'],
  ['received, derived key', 'received', 'completed', 'a new payment'],
  ['received, to be cancelled', 'received', 'cancelled', 'nothing'],
]

export const release = await readRelease()

/** Names of the payouts for which the signer signs one of these, sorted. */
export function namesSignedFor(...wanted: SignsFor[]): string[] {
  return ends.flatMap(([name, , , signsFor]) => (wanted.includes(signsFor) ? [name] : [])).sort()
}

export function idOf(name: string): string {
  const request = release.requests.find((each) => each.name === name)
  if (request == null) throw new Error(`The dump has no payout "${name}"`)
  return request.payoutId
}

/** The name of the payout that metadata at Pi names. */
export function ownerOf({ metadata }: { metadata?: Record<string, unknown> | undefined }) {
  const correlation = correlationSchema.safeParse(metadata?.[RESERVED_METADATA_KEY])
  return release.requests.find(({ payoutId }) => payoutId === correlation.data?.p)?.name
}
