import {
  decideAppPayment,
  newAppPayment,
  type AppPaymentCommand,
} from '../src/payments/app-payment-machine.ts'
import type {
  AppPayment,
  AppPaymentState,
  UserPayment,
  UserPaymentState,
} from '../src/payments/payment-record.ts'
import {
  decideUserPayment,
  newUserPayment,
  type UserPaymentCommand,
} from '../src/payments/user-payment-machine.ts'

export const TXID = 'a'.repeat(64)
export const PAYER = 'GDRXE2BQUC3AZNPVFSCEZ76NJ3WWL25FYFK6RGZGIEKWE4SOOHSUJUJ6'
export const RECIPIENT = 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ'
export const CREATED_AT = 1_000_000
export const APPROVAL_TIMEOUT_MS = 60_000

const pay: UserPaymentCommand = { type: 'pay', txid: TXID, fromAddress: PAYER }
const complete: UserPaymentCommand = { type: 'complete', txid: TXID }

/** The commands that lead into each state. */
const userWays: Record<UserPaymentState, UserPaymentCommand[]> = {
  created: [],
  approved: [{ type: 'approve' }],
  paid: [{ type: 'approve' }, pay],
  completed: [{ type: 'approve' }, pay, complete],
  cancelled: [{ type: 'cancel' }],
  cancelled_by_user: [{ type: 'cancel_as_user' }],
  expired: [{ type: 'expire' }],
  replaced: [{ type: 'replace' }],
}
const appWays: Record<AppPaymentState, AppPaymentCommand[]> = {
  approved: [],
  linked: [
    {
      type: 'complete',
      txid: TXID,
      finding: { kind: 'differs', error: 'tx_memo_payment_identifier_mismatch' },
    },
  ],
  completed: [{ type: 'complete', txid: TXID, finding: { kind: 'matches' } }],
  cancelled: [{ type: 'cancel' }],
}

/** A user-to-app payment that was led into the state by commands, one second apart. */
export function userPaymentInState(state: UserPaymentState): UserPayment {
  const expiry = CREATED_AT + APPROVAL_TIMEOUT_MS
  return lead(state, userWays[state], aUserPayment(), (payment, command, at) =>
    decideUserPayment(payment, command, command.type === 'expire' ? expiry : at),
  )
}

/** An app-to-user payment that was led into the state by commands, one second apart. */
export function appPaymentInState(state: AppPaymentState): AppPayment {
  const payment = newAppPayment({ ...terms, toAddress: PAYER }, RECIPIENT, CREATED_AT)
  return lead(state, appWays[state], payment, decideAppPayment)
}

function lead<Payment extends { state: string }, Command>(
  state: Payment['state'],
  way: Command[],
  payment: Payment,
  decide: (payment: Payment, command: Command, at: number) => { payment: Payment },
): Payment {
  const led = way.reduce(
    (before, command, step) => decide(before, command, CREATED_AT + (step + 1) * 1000).payment,
    payment,
  )
  if (led.state !== state) throw new Error(`No way into ${state}: it leads into ${led.state}`)
  return led
}

const terms = {
  id: 'RKo9DyyzYmmnq4roS1infxy1qc4m',
  appId: 'demo-app-0123456789abcdef',
  username: 'alice',
  uid: 'a1111111-aaaa-bbbb-2222-ccccccc3333d',
  amount: 31_400_000n,
  memo: 'Coffee',
  metadata: { orderId: '1' },
  toAddress: RECIPIENT,
  network: 'Pi Testnet',
} as const

export function aUserPayment(): UserPayment {
  return newUserPayment(terms, CREATED_AT, APPROVAL_TIMEOUT_MS)
}
