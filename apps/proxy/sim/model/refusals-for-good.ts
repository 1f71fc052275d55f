/** Of how many payments Pi refuses a call for good, whatever happens: decided by the payment's id. */
export type RefusedForGood = { completeRefused: number; cancelRefused: number }

/** What it says then, always the same for one payment. */
export type Refusal = { status: number; code: string; verificationError?: string }

const refusals: Record<'complete' | 'cancel', readonly [Refusal, ...Refusal[]]> = {
  complete: [
    { status: 403, code: 'forbidden' },
    { status: 400, code: 'not_verified' },
    { status: 400, code: 'txid_mismatch' },
    { status: 400, code: 'verification_failed', verificationError: 'tx_amount_mismatch' },
    { status: 404, code: 'payment_not_found' },
    { status: 400, code: 'a_code_of_next_year' },
  ],
  cancel: [
    { status: 403, code: 'forbidden' },
    { status: 400, code: 'too_many_cancelled_payments' },
    { status: 400, code: 'a_code_of_next_year' },
  ],
}

export function isRefusedForGood(
  { completeRefused, cancelRefused }: RefusedForGood,
  call: 'complete' | 'cancel',
  id: string,
): boolean {
  const share = call === 'complete' ? completeRefused : cancelRefused
  return share > 0 && hash(`${share}${call}${id}`) < share
}

export function refusalForGood(call: 'complete' | 'cancel', id: string): Refusal {
  const all = refusals[call]
  return all[Math.floor(hash(`${id}${call}`) * all.length)] ?? all[0]
}

/** FNV-1a with a final mix, from 0 up to 1. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) >>> 0) / 4_294_967_296
}
