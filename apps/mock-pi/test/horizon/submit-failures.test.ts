import { Keypair, Memo, Operation, TransactionFailedError } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { formOf, startChain, STELLAR_FEE, type Build } from './start-chain.ts'

type Chain = Awaited<ReturnType<typeof startChain>>
type Codes = { transaction: string; operations?: string[] }

const unknownKey = Keypair.random()
const { createAccount, manageData } = Operation
const failed = (operation: string): Codes => ({ transaction: 'tx_failed', operations: [operation] })
const failures: [string, (chain: Chain) => Build, Codes][] = [
  ["Stellar's default fee", () => ({ fee: STELLAR_FEE }), { transaction: 'tx_insufficient_fee' }],
  ['a used sequence', () => ({ after: '4294967295' }), { transaction: 'tx_bad_seq' }],
  ['a foreign key', () => ({ signer: unknownKey }), { transaction: 'tx_bad_auth' }],
  [
    "people's name of the network as passphrase",
    () => ({ passphrase: 'Pi Mainnet' }),
    { transaction: 'tx_bad_auth' },
  ],
  ['a time that is over', () => ({ maxTime: 1_700_000_000 }), { transaction: 'tx_too_late' }],
  ['a time to come', () => ({ minTime: 1_900_000_000 }), { transaction: 'tx_too_early' }],
  ['more than there is', ({ pay }) => ({ operations: [pay('20000')] }), failed('op_underfunded')],
  [
    'an account that is not there',
    ({ pay }) => ({ operations: [pay('1', unknownKey.publicKey())] }),
    failed('op_no_destination'),
  ],
  [
    'an opening balance below the reserve',
    () => ({
      operations: [createAccount({ destination: unknownKey.publicKey(), startingBalance: '0.9' })],
    }),
    failed('op_low_reserve'),
  ],
  [
    'an operation that is not simulated',
    () => ({ operations: [manageData({ name: 'a', value: 'b' })] }),
    failed('op_not_supported'),
  ],
]

test.each(failures)('%s is refused with its codes', async (_, order, codes) => {
  const chain = await startChain()
  const transaction = chain.build(order(chain))

  const failure = await chain.server
    .submitTransaction(transaction, { skipMemoRequiredCheck: true })
    .catch((error: unknown) => error)

  expect(failure).toBeInstanceOf(TransactionFailedError)
  expect(failure).toMatchObject({ response: { status: 400 } })
  expect((failure as TransactionFailedError).response?.data).toEqual({
    type: 'https://stellar.org/horizon-errors/transaction_failed',
    title: 'Transaction Failed',
    status: 400,
    detail: expect.any(String),
    extras: {
      envelope_xdr: transaction.toXdr(),
      result_codes: codes,
      result_xdr: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
    },
  })
})

test('a failure in a ledger costs fee and sequence, and a repetition gets it from history', async () => {
  const { build, pay, post, alice, sequence, account, call } = await startChain()
  const before = BigInt(sequence())
  const form = formOf(build({ operations: [pay('20000', alice)] }))
  const first = await post(form)
  expect(BigInt(sequence())).toBe(before + 1n)

  const again = await post(form)

  expect(again.body).toEqual(first.body)
  expect(BigInt(sequence())).toBe(before + 1n)
  expect((await call('GET', `/accounts/${account}`)).body.balances[0].balance).toBe('9999.9900000')
  const listed = (path: string) =>
    call('GET', `/accounts/${account}/transactions${path}`).then(
      ({ body }) => body._embedded.records.length,
    )
  expect([await listed(''), await listed('?include_failed=true')]).toEqual([0, 1])
})

test('M8: what core refuses is refused over HTTP and changes nothing', async () => {
  const { build, post, sequence, world } = await startChain()
  const before = [sequence(), world.ledger.totals()]
  for (const order of [{ signer: unknownKey }, { fee: '99999' }, { passphrase: 'Pi Network' }]) {
    const response = await post(formOf(build({ ...order, memo: Memo.text('x') })))
    expect(response.status).toBe(400)
    expect(response.headers.get('x-mock-rule')).toBe('chain/transaction_failed')
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  }
  expect([sequence(), world.ledger.totals()]).toEqual(before)
})

test('a world may refuse under 200: the body is the same, and names its own status', async () => {
  const usual = await startChain()
  const other = await startChain({ refused_submission_status: 200 })
  for (const form of [
    formOf(usual.build({ after: '4294967295' })),
    new URLSearchParams({ tx: 'AA' }),
  ]) {
    const [refused, underOk] = [await usual.post(form), await other.post(form)]
    expect([refused.status, underOk.status]).toEqual([400, 200])
    expect(underOk.body).toEqual(refused.body)
    expect(underOk.headers.get('x-mock-rule')).toBe(refused.headers.get('x-mock-rule'))
  }
  const failed = other.build({ operations: [other.pay('20000')] })
  expect(await other.post(formOf(failed))).toMatchObject({ status: 200, body: { status: 400 } })
  expect(await other.post(formOf(other.build()))).toMatchObject({ body: { successful: true } })
})

const detailOf = async (chain: Chain, order: Build) =>
  (await chain.post(formOf(chain.build(order)))).body.detail

test('a time bound of a machine whose clock the mock has left says how far that is', async () => {
  const seconds = Date.UTC(2026, 0, 1) / 1000
  const chain = await startChain()
  expect(await detailOf(chain, { maxTime: 1 })).not.toContain('clock')

  await chain.control('/clock/advance', { ms: 61_000 })
  expect(await detailOf(chain, { maxTime: seconds + 30 })).toBe(
    "The network refused the transaction: tx_too_late. The mock's clock is 61 s ahead of the machine's, so compute time bounds from the Date header, or reset the clock with POST /_mock/clock/real.",
  )
  expect(await detailOf(chain, { after: '4294967295' })).not.toContain('clock')
})

test('a clock that was left behind says so as well', async () => {
  let real = Date.UTC(2026, 0, 1)
  const chain = await startChain({}, { now: () => real })
  await chain.control('/clock/freeze')
  real += 3_600_000
  expect(await detailOf(chain, { minTime: real / 1000 })).toContain(
    "tx_too_early. The mock's clock is 3600 s behind the machine's",
  )
})
