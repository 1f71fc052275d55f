import {
  beginPayment,
  decide,
  type PaymentCommand,
  type PaymentRecord,
  type PaymentState,
} from '../src/payments/payment-machine.ts'

export const TXID = 'a'.repeat(64)
export const PAYER = 'GDRXE2BQUC3AZNPVFSCEZ76NJ3WWL25FYFK6RGZGIEKWE4SOOHSUJUJ6'
export const CREATED_AT = 1_000_000
export const APPROVAL_TIMEOUT_MS = 60_000

const pay: PaymentCommand = { type: 'pay', txid: TXID, fromAddress: PAYER }
const complete: PaymentCommand = { type: 'complete', txid: TXID }

/** The commands that lead into each state. */
const ways: Record<PaymentState, PaymentCommand[]> = {
  created: [],
  approved: [{ type: 'approve' }],
  paid: [{ type: 'approve' }, pay],
  completed: [{ type: 'approve' }, pay, complete],
  cancelled: [{ type: 'cancel' }],
  cancelled_by_user: [{ type: 'cancel_as_user' }],
  expired: [{ type: 'expire' }],
  replaced: [{ type: 'replace' }],
}

/** A payment that was led into the state by commands, one second apart. */
export function paymentInState(state: PaymentState): PaymentRecord {
  const expiry = CREATED_AT + APPROVAL_TIMEOUT_MS
  return ways[state].reduce((payment, command, step) => {
    const at = command.type === 'expire' ? expiry : CREATED_AT + (step + 1) * 1000
    const decision = decide(payment, command, at)
    if (!decision.ok) throw new Error(`No way into ${state}: ${decision.refusal}`)
    return decision.payment
  }, newPayment())
}

export function newPayment(): PaymentRecord {
  const terms = {
    id: 'RKo9DyyzYmmnq4roS1infxy1qc4m',
    appId: 'demo-app-0123456789abcdef',
    username: 'alice',
    uid: 'a1111111-aaaa-bbbb-2222-ccccccc3333d',
    amount: 31_400_000n,
    memo: 'Coffee',
    metadata: { orderId: '1' },
    toAddress: 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ',
    network: 'Pi Testnet',
  } as const
  return beginPayment(terms, CREATED_AT, APPROVAL_TIMEOUT_MS)
}
