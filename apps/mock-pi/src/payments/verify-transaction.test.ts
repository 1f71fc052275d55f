import { expect, test } from 'vitest'
import { PAYER as APP, RECIPIENT as USER } from '../../test/payment-in-state.ts'
import type { Envelope, Memo, Operation } from '../ledger/envelope.ts'
import { verifyTransaction } from './verify-transaction.ts'

const OTHER = 'GBB5G5MKWFSGL2245UPL6TRXI6YYNYKLASESJEMXUYR6LDTHMEPYXQ6I'
const MUXED = 'MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAACKJ7A'
const ID = 'RKo9DyyzYmmnq4roS1infxy1qc4m'
const expected = { id: ID, amount: 31_400_000n, from: APP, to: USER }

const text = (value: string | Buffer): Memo => ({ type: 'text', value: Buffer.from(value) })
const payment = (changes: object = {}): Operation => ({
  type: 'payment',
  to: { address: USER },
  asset: 'native',
  amount: expected.amount,
  ...changes,
})

type Changes = { successful?: boolean } & Partial<Pick<Envelope, 'memo' | 'source' | 'operations'>>

/** What the payment asks for, changed. */
function verify({ successful = true, ...changes }: Changes = {}) {
  const envelope: Envelope = {
    hash: 'a'.repeat(64),
    xdr: '',
    network: 'Pi Testnet',
    source: { address: APP },
    sequence: 1n,
    maxFee: 100_000n,
    memo: text(ID),
    preconditions: {
      minTime: 0n,
      maxTime: 0n,
      hasTimeBounds: false,
      minLedger: 0,
      maxLedger: 0,
      minSequence: null,
      minSequenceAge: 0n,
      minSequenceLedgerGap: 0,
      hasExtraSigners: false,
    },
    operations: [payment()],
    signatures: [],
    hasSorobanData: false,
    isFeeBump: false,
    ...changes,
  }
  return verifyTransaction(expected, {
    envelope,
    successful,
    result: { code: successful ? 'tx_success' : 'tx_failed' },
    resultXdr: '',
    outcomes: [],
    feeCharged: 100_000n,
    ledger: 2,
    index: 1,
    sealedAt: 0,
    closedAt: 0,
  })
}

test.each<[string, Changes]>([
  ['the transaction that the payment asks for', {}],
  [
    'an M… address of the recipient',
    { operations: [payment({ to: { address: USER, muxed: { address: MUXED, id: 1n } } })] },
  ],
  ['an M… address of the app', { source: { address: APP, muxed: { address: MUXED, id: 1n } } }],
  [
    'an operation that names the app itself',
    { operations: [payment({ source: { address: APP } })] },
  ],
])('%s is verified', (_, changes) => {
  expect(verify(changes)).toBeNull()
})

const memoDiffers = 'tx_memo_payment_identifier_mismatch'
test.each<[string, Changes, string]>([
  ['no memo', { memo: { type: 'none' } }, memoDiffers],
  ['the id of another payment', { memo: text(ID.replace('R', 'S')) }, memoDiffers],
  ['the id in other letters', { memo: text(ID.toLowerCase()) }, memoDiffers],
  ['the id and a blank', { memo: text(ID.slice(1).padEnd(28)) }, memoDiffers],
  ['half of the id', { memo: text(ID.slice(0, 14)) }, memoDiffers],
  ['bytes that are not text', { memo: text(Buffer.alloc(28, 0xff)) }, memoDiffers],
  ['a number as memo', { memo: { type: 'id', value: 1n } }, memoDiffers],
  ['a hash as memo', { memo: { type: 'hash', value: Buffer.alloc(32) } }, memoDiffers],
  ['a failed transaction', { successful: false }, 'tx_failed'],
  ['no operation', { operations: [] }, 'tx_operation_mismatch'],
  ['two payments', { operations: [payment(), payment()] }, 'tx_operation_mismatch'],
  [
    'a payment and something else',
    { operations: [payment(), { type: 'bump_sequence', bumpTo: 9n }] },
    'tx_operation_mismatch',
  ],
  [
    'a new account for the recipient',
    {
      operations: [
        { type: 'create_account', to: { address: USER }, startingBalance: expected.amount },
      ],
    },
    'tx_operation_mismatch',
  ],
  [
    'another asset',
    { operations: [payment({ asset: { code: 'PI', issuer: OTHER } })] },
    'tx_operation_mismatch',
  ],
  ['another wallet', { source: { address: OTHER } }, 'tx_source_mismatch'],
  [
    'another wallet that only sends it',
    { source: { address: OTHER }, operations: [payment({ source: { address: APP } })] },
    'tx_source_mismatch',
  ],
  [
    'another wallet that only pays',
    { operations: [payment({ source: { address: OTHER } })] },
    'tx_source_mismatch',
  ],
  [
    'another recipient',
    { operations: [payment({ to: { address: OTHER } })] },
    'tx_destination_mismatch',
  ],
  ['a stroop less', { operations: [payment({ amount: 31_399_999n })] }, 'tx_amount_mismatch'],
  ['a stroop more', { operations: [payment({ amount: 31_400_001n })] }, 'tx_amount_mismatch'],
])('%s is refused', (_, changes, error) => {
  expect(verify(changes)).toBe(error)
})

test('of several differences the memo is reported first', () => {
  const wrong = { successful: false, memo: text(''), source: { address: OTHER }, operations: [] }
  expect(verify(wrong)).toBe(memoDiffers)
})
