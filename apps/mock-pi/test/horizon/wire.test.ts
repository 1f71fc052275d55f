import {
  chainOperationSchema,
  chainProblemSchema,
  chainTransactionSchema,
} from '@aloha-pi/contracts/chain'
import { Account, Memo, MuxedAccount, Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { operationToWire } from '../../src/horizon/operation-wire.ts'
import { preconditionsToWire } from '../../src/horizon/preconditions-wire.ts'
import { feeStatsToWire } from '../../src/horizon/fee-stats-wire.ts'
import type { LedgerOperation, LedgerTransaction, LedgerView } from '../../src/ledger/ledger.ts'
import { startChain } from './start-chain.ts'

test.each([
  [Memo.none(), { memo_type: 'none' }],
  [
    Memo.text('Zürich'),
    { memo_type: 'text', memo: 'Zürich', memo_bytes: Buffer.from('Zürich').toString('base64') },
  ],
  [Memo.id('18446744073709551615'), { memo_type: 'id', memo: '18446744073709551615' }],
  [
    Memo.hash(Buffer.alloc(32, 7)),
    { memo_type: 'hash', memo: Buffer.alloc(32, 7).toString('base64') },
  ],
  [
    Memo.return(Buffer.alloc(32, 8)),
    { memo_type: 'return', memo: Buffer.alloc(32, 8).toString('base64') },
  ],
])('a memo is shown as Horizon does (%#)', async (memo, expected) => {
  const { server, build, call } = await startChain()
  const { hash } = await server.submitTransaction(build({ memo }))
  const { body } = await call('GET', `/transactions/${hash}`)
  const { memo_type, memo: text, memo_bytes } = chainTransactionSchema.parse(body)
  expect({
    memo_type,
    ...(text != null && { memo: text }),
    ...(memo_bytes != null && { memo_bytes }),
  }).toEqual(expected)
})

test('time bounds are shown as instants and as preconditions', async () => {
  const { server, build } = await startChain()
  const order = { minTime: 1_700_000_000, maxTime: 1_900_000_000 }
  expect(await server.submitTransaction(build(order))).toMatchObject({
    valid_after: '2023-11-14T22:13:20Z',
    valid_before: '2030-03-17T17:46:40Z',
    preconditions: { timebounds: { min_time: '1700000000', max_time: '1900000000' } },
  })
})

const open = {
  minTime: 0n,
  maxTime: 0n,
  hasTimeBounds: false,
  minLedger: 0,
  maxLedger: 0,
  minSequence: null,
  minSequenceAge: 0n,
  minSequenceLedgerGap: 0,
  hasExtraSigners: false,
}

test('a transaction without conditions shows none, and those of version 2 show each', () => {
  expect(preconditionsToWire(open)).toEqual({})
  expect(
    preconditionsToWire({
      ...open,
      minLedger: 3,
      maxLedger: 9,
      minSequence: 5n,
      minSequenceAge: 60n,
      minSequenceLedgerGap: 2,
    }),
  ).toEqual({
    preconditions: {
      ledgerbounds: { min_ledger: 3, max_ledger: 9 },
      min_account_sequence: '5',
      min_account_sequence_age: '60',
      min_account_sequence_ledger_gap: 2,
    },
  })
})

test('a time that no date can hold is shown as seconds only', () => {
  const never = preconditionsToWire({ ...open, hasTimeBounds: true, maxTime: 2n ** 64n - 1n })
  expect(never).toEqual({
    valid_after: '1970-01-01T00:00:00Z',
    preconditions: { timebounds: { min_time: '0', max_time: '18446744073709551615' } },
  })
})

test('the M… form of accounts is shown beside the G… form', async () => {
  const { server, build, alice, pay, call } = await startChain()
  const muxed = new MuxedAccount(new Account(alice, '0'), '42').accountId()
  const { hash } = await server.submitTransaction(build({ operations: [pay('1', muxed)] }), {
    skipMemoRequiredCheck: true,
  })
  const { body } = await call('GET', `/transactions/${hash}/payments`)
  expect(body._embedded.records).toMatchObject([{ to: alice, to_muxed: muxed, to_muxed_id: '42' }])
})

test('bump_sequence says where to, and is not a payment', async () => {
  const { server, build, sequence } = await startChain()
  const bumpTo = String(BigInt(sequence()) + 10n)
  const { hash } = await server.submitTransaction(
    build({ operations: [Operation.bumpSequence({ bumpTo })] }),
  )
  const operations = await server.operations().forTransaction(hash).call()
  expect(operations.records).toMatchObject([{ type: 'bump_sequence', type_i: 11, bump_to: bumpTo }])
  expect((await server.payments().forTransaction(hash).call()).records).toEqual([])
})

test('an asset that is not Pi is named with its issuer', () => {
  const account = { address: `G${'A'.repeat(55)}` }
  const envelope = { hash: 'a'.repeat(64), source: account } as LedgerTransaction['envelope']
  const wire = (code: string) =>
    operationToWire(
      {
        id: 1n,
        index: 1,
        outcome: undefined,
        transaction: { envelope, successful: false, closedAt: 0 } as LedgerTransaction,
        operation: {
          type: 'payment',
          to: account,
          asset: { code, issuer: account.address },
          amount: 1n,
        },
      } satisfies LedgerOperation,
      'http://mock',
      false,
    )
  expect(chainOperationSchema.parse(wire('PI'))).toMatchObject({
    asset_type: 'credit_alphanum4',
    asset_code: 'PI',
    asset_issuer: account.address,
    amount: '0.0000001',
  })
  expect(wire('PIONEERS')).toMatchObject({ asset_type: 'credit_alphanum12' })
})

/** A view of ledger 9 whose ledgers hold transactions of these fees, for so many operations. */
function viewOf(ledgers: Record<number, [maxFee: bigint, operations: number][]>) {
  const transactions = ({ ledger = 0 }) =>
    (ledgers[ledger] ?? []).map(([maxFee, count]) => ({
      envelope: { maxFee, operations: { length: count } },
      feeCharged: 100_000n * BigInt(count),
    }))
  return { latest: () => ({ sequence: 9 }), transactions } as never as LedgerView
}

test('fees are those of one operation, rounded up, over the last five ledgers', () => {
  const stats = feeStatsToWire(
    viewOf({
      4: [[9_000_000n, 1]],
      5: [[900_000n, 1]],
      8: [
        [200_000n, 2],
        [200_000n, 2],
        [200_000n, 2],
      ],
      9: [[500_000n, 3]],
    }),
  )
  const { min, mode, p50, p70, p80, p90, p99, max } = stats.max_fee
  expect([min, mode, p50]).toEqual(Array(3).fill('100000'))
  expect([p70, p80]).toEqual(Array(2).fill('166667'))
  expect([p90, p99, max]).toEqual(Array(3).fill('900000'))
  expect([stats.fee_charged.min, stats.fee_charged.max]).toEqual(['100000', '100000'])
  expect([stats.last_ledger, stats.ledger_capacity_usage]).toEqual(['9', '0'])
})

test('without transactions every fee is the base fee; full ledgers are reported', () => {
  const { max_fee, fee_charged } = feeStatsToWire(viewOf({}))
  expect(new Set([...Object.values(max_fee), ...Object.values(fee_charged)])).toEqual(
    new Set(['100000']),
  )
  const full = viewOf({ 7: [[100_000_000n, 1000]], 8: [[100_000_000n, 1000]] })
  expect(feeStatsToWire(full).ledger_capacity_usage).toBe('0.4')
})

test('the documented transaction is found by its hash, without an envelope, and in no list', async () => {
  const { call, alice } = await startChain()
  const hash = '2e161867201541d27ce138c0247e1e1c5208da96e0925851db97d368dcc52062'
  const { body } = await call('GET', `/transactions/${hash}`)
  expect(chainTransactionSchema.parse(body)).toMatchObject({
    id: hash,
    hash,
    successful: true,
    memo: 'RKo9DyyzYmmnq4roS1infxy1qc4m',
    memo_type: 'text',
    source_account: alice,
    created_at: '2025-01-01T00:00:10Z',
  })
  expect(body).not.toHaveProperty('envelope_xdr')
  expect((await call('GET', '/transactions')).body._embedded.records).toEqual([])
  const operations = await call('GET', `/transactions/${hash}/operations`)
  expect(chainProblemSchema.parse(operations.body).status).toBe(404)
})
