import { chainAccountSchema, chainOperationPageSchema } from '@aloha-pi/contracts/chain'
import { Asset, Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { formOf, startChain } from './start-chain.ts'

async function haveIssued(code = 'TEST') {
  const chain = await startChain()
  const { account, control } = chain
  const { body } = await control('/ledger/issue', { address: account, code, amount: 25 })
  const asset = new Asset(code, body.asset_issuer)
  const payAsset = (amount: string, destination = chain.alice) =>
    Operation.payment({ destination, asset, amount })
  return { ...chain, issued: body, asset, payAsset }
}

test('an issued asset is a second balance, which keeps one more reserve', async () => {
  const { call, account, issued } = await haveIssued()
  const { body } = await call('GET', `/accounts/${account}`)

  expect(chainAccountSchema.parse(body)).toMatchObject({
    subentry_count: 1,
    num_sponsoring: 0,
    num_sponsored: 0,
    balances: [
      {
        asset_type: 'credit_alphanum4',
        asset_code: 'TEST',
        asset_issuer: issued.asset_issuer,
        balance: '25.0000000',
        limit: '922337203685.4775807',
        is_authorized: true,
      },
      { asset_type: 'native', balance: '10000.0000000' },
    ],
  })
  expect(issued).toMatchObject({ address: account, asset_code: 'TEST', balance: '25.0000000' })
})

test('its payment is among those of the account, and named with code and issuer', async () => {
  const { call, account, issued } = await haveIssued('PIONEERS')
  const { body } = await call('GET', `/accounts/${account}/payments`)
  expect(chainOperationPageSchema.parse(body)._embedded.records).toMatchObject([
    {
      type: 'payment',
      asset_type: 'credit_alphanum12',
      asset_code: 'PIONEERS',
      asset_issuer: issued.asset_issuer,
      from: issued.asset_issuer,
      to: account,
      amount: '25.0000000',
      transaction_hash: issued.txid,
    },
  ])
})

test('more of it adds up, other codes are listed by name, and the list of assets is not simulated then', async () => {
  const { control, call, account } = await haveIssued()
  await control('/ledger/issue', { address: account, code: 'TEST', amount: 0.5 })
  await control('/ledger/issue', { address: account, code: 'OTHER', amount: 1 })
  const { body } = await call('GET', `/accounts/${account}`)
  expect(body.balances.map((each: { balance: string }) => each.balance)).toEqual([
    '1.0000000',
    '25.5000000',
    '10000.0000000',
  ])
  const assets = await call('GET', '/assets')
  expect([assets.status, assets.headers.get('x-mock-rule')]).toEqual([404, 'chain/not_simulated'])
})

test('a holder of an asset can pay it to other holders', async () => {
  const { control, server, build, payAsset, alice, call } = await haveIssued()
  await control('/ledger/issue', { address: alice, code: 'TEST', amount: 1 })

  await server.submitTransaction(build({ operations: [payAsset('5')] }))

  const { body } = await call('GET', `/accounts/${alice}`)
  expect(body.balances[0]).toMatchObject({ asset_code: 'TEST', balance: '6.0000000' })
})

test('a payment of it that cannot be made fails with the code of stellar-core', async () => {
  const { control, server, build, post, payAsset, alice, account, issued } = await haveIssued()
  const failing = async (operation: ReturnType<typeof payAsset>) =>
    (await post(formOf(build({ operations: [operation] })))).body.extras.result_codes
  const failed = (code: string) => ({ transaction: 'tx_failed', operations: [code] })

  expect(await failing(payAsset('5'))).toEqual(failed('op_no_trust'))
  await control('/ledger/issue', { address: alice, code: 'TEST', amount: 1 })
  expect(await failing(payAsset('25.0000001'))).toEqual(failed('op_underfunded'))
  const other = new Asset('NONE', issued.asset_issuer)
  const nothing = Operation.payment({
    destination: issued.asset_issuer,
    asset: other,
    amount: '1',
  })
  expect(await failing(nothing)).toEqual(failed('op_src_no_trust'))
  await control('/ledger/issue', {
    address: alice,
    code: 'TEST',
    amount: 1,
  })
  // Paying oneself needs what is paid, but moves nothing.
  const toSelf = await server.submitTransaction(build({ operations: [payAsset('25', account)] }))
  expect(toSelf.successful).toBe(true)
})

test('the reserve of an asset cannot be spent', async () => {
  const { server, build, post, pay } = await haveIssued()
  const { body } = await post(formOf(build({ operations: [pay('9998.6')] })))
  expect(body.extras.result_codes).toEqual({
    transaction: 'tx_failed',
    operations: ['op_underfunded'],
  })
  expect((await server.submitTransaction(build({ operations: [pay('9998')] }))).successful).toBe(
    true,
  )
})

test('a payment of another asset does not pay a payment of the Platform API', async () => {
  const { control, build, payAsset, server, call, apiKey, world, alice, appId } = await haveIssued()
  await control('/ledger/issue', { address: alice, code: 'TEST', amount: 1 })
  const uid = world.users.find('alice')?.grants.get(appId)?.uid
  const headers = { authorization: `Key ${apiKey}` }
  const payment = { amount: 5, memo: 'A refund', metadata: { order: 1 }, uid }
  const { body } = await call('POST', '/v2/payments', { headers, json: { payment } })
  const { Memo } = await import('@stellar/stellar-sdk')
  const { hash } = await server.submitTransaction(
    build({ operations: [payAsset('5')], memo: Memo.text(body.identifier) }),
  )

  const completed = await call('POST', `/v2/payments/${body.identifier}/complete`, {
    headers,
    json: { txid: hash },
  })

  expect(completed.body).toMatchObject({
    error: 'verification_failed',
    verification_error: 'tx_operation_mismatch',
  })
})

test.each([
  [{ code: 'toolongforacode', amount: 1 }, 'code must be 1 to 12 letters and digits'],
  [{ code: 'A-B', amount: 1 }, 'code must be 1 to 12 letters and digits'],
  [{ code: 'TEST', amount: 0 }, 'amount'],
  [
    {
      code: 'TEST',
      amount: 1,
      address: 'GBB5G5MKWFSGL2245UPL6TRXI6YYNYKLASESJEMXUYR6LDTHMEPYXQ6I',
    },
    'address must be the address of an account: create one with POST /_mock/ledger/fund',
  ],
])('%j is refused with its field and rule', async (body, rule) => {
  const { control, account } = await startChain()
  const response = await control('/ledger/issue', { address: account, ...body })
  expect(response.status).toBe(400)
  expect(response.body.error_message).toContain(rule)
})

test('the issuer holds nothing of its own asset, and a full chain has no room for it', async () => {
  const { control, issued } = await haveIssued()
  const own = await control('/ledger/issue', {
    address: issued.asset_issuer,
    code: 'TEST',
    amount: 1,
  })
  expect(own).toMatchObject({
    status: 400,
    body: { error_message: expect.stringContaining('issuer') },
  })

  const crowded = await startChain({}, { limits: { subentries: 0 } })
  const more = await crowded.control('/ledger/issue', {
    address: crowded.account,
    code: 'TEST',
    amount: 1,
  })
  expect(more).toMatchObject({ status: 409, body: { error: 'limit_reached' } })
  expect(more.body.error_message).toContain('at most 0 trustlines and signers')

  const full = await startChain({}, { limits: { accounts: 4 } })
  const refused = await full.control('/ledger/issue', {
    address: full.account,
    code: 'TEST',
    amount: 1,
  })
  expect(refused).toMatchObject({ status: 409, body: { error: 'limit_reached' } })
})
