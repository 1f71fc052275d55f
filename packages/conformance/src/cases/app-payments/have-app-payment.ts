import type { CallStep, Expect, Step } from '../../model/case.ts'
import { haveUser } from '../have-user.ts'
import { ref, text, type Template } from '../../model/template.ts'

/** What these cases need: a mock, and a target that pays users. */
export const PAYING = ['write', 'control', 'a2u'] as const

/**
 * An app of the case's own, since one stuck payment blocks an app forever: `ownKey`, `ownSeed`, and alice,
 * who signed in to it.
 */
export const haveApp: readonly Step[] = [
  {
    control: 'POST /apps',
    body: {},
    save: { ownKey: 'api_key', ownAppId: 'app_id', ownSeed: 'wallet_seed' },
  },
  ...haveUser('alice', { appId: ref('ownAppId') }),
]

export const asOwnApp = { authorization: [text`Key ${'ownKey'}`] }

export const AMOUNT = 3.1400001
export const STROOPS = 31_400_001n
export const wanted = { amount: AMOUNT, memo: 'Thank you', metadata: { order: '12345' } }

/** Begins an app-to-user payment to alice. */
export function create(payment: Readonly<Record<string, Template>> = {}): Omit<CallStep, 'expect'> {
  return {
    call: 'payments.create',
    ...asOwnApp,
    body: { payment: { ...wanted, uid: ref('aliceUid'), ...payment } },
  }
}

/** As `create`, and saves `id` and `to`. */
export const haveOpen: readonly Step[] = [
  ...haveApp,
  {
    ...create(),
    expect: { status: 200, state: 'approved' },
    save: { id: 'identifier', to: 'to_address' },
  },
]

export type TransferWish = { stroops?: bigint; memo?: Template; to?: Template; save?: string }

/** Pays on the chain, as it should be unless told otherwise. */
export function transfer(wish: TransferWish = {}): Step {
  const { stroops = STROOPS, memo = ref('id'), to = ref('to'), save = 'txid' } = wish
  return { transfer: { seed: ref('ownSeed'), to, stroops, memo }, save }
}

export type AppCommand = 'approve' | 'complete' | 'cancel'

/** The call of a command on the payment. */
export function send(command: AppCommand, txid: Template = ref('txid')): Omit<CallStep, 'expect'> {
  return {
    call: `payments.${command}`,
    params: { paymentId: ref('id') },
    ...asOwnApp,
    ...(command === 'complete' ? { body: { txid } } : {}),
  }
}

/** Reads the payment, which must be in that state. */
export function look(state: Expect['state'] & {}): Step {
  return {
    call: 'payments.get',
    params: { paymentId: ref('id') },
    ...asOwnApp,
    expect: { status: 200, state },
  }
}

/** The list of the app's open payments. */
export function listOpen(open: unknown): Step {
  return {
    call: 'payments.incomplete',
    ...asOwnApp,
    expect: { status: 200, body: { incomplete_server_payments: open } },
  }
}
