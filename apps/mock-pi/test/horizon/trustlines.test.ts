import { chainAccountSchema, chainOperationPageSchema } from '@aloha-pi/contracts/chain'
import { Asset, AuthRequiredFlag, Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { haveSigners } from './have-signers.ts'

async function haveIssuer() {
  const chain = await haveSigners()
  const usd = new Asset('USD', chain.account)
  return {
    ...chain,
    usd,
    trust: (limit?: string) =>
      Operation.changeTrust({ asset: usd, ...(limit != null && { limit }) }),
    payUsd: (destination: string, amount: string) =>
      Operation.payment({ destination, asset: usd, amount }),
  }
}

test('an account trusts an asset, is paid in it by the issuer, and pays another holder', async () => {
  const { send, call, alice, bob, aliceKey, bobKey, trust, payUsd } = await haveIssuer()
  await send([trust('50')], aliceKey)
  await send([trust()], bobKey)
  await send([payUsd(alice, '20')])
  await send([payUsd(bob, '5')], aliceKey)

  const [ofAlice, ofBob] = await Promise.all(
    [alice, bob].map(async (each) =>
      chainAccountSchema.parse((await call('GET', `/accounts/${each}`)).body),
    ),
  )

  expect(ofAlice?.balances[0]).toMatchObject({
    asset_type: 'credit_alphanum4',
    asset_code: 'USD',
    balance: '15.0000000',
    limit: '50.0000000',
    is_authorized: true,
    is_authorized_to_maintain_liabilities: true,
    last_modified_ledger: 5,
  })
  expect(ofAlice).toMatchObject({ subentry_count: 1 })
  expect(ofBob?.balances[0]).toMatchObject({
    balance: '5.0000000',
    limit: '922337203685.4775807',
  })
})

test('a trustline ends when nothing is left, and its reserve can be spent again', async () => {
  const { send, fail, server, account, alice, aliceKey, trust, payUsd } = await haveIssuer()
  await send([trust()], aliceKey)
  await send([payUsd(alice, '20')])
  expect(await fail([trust('0')], aliceKey)).toEqual({
    transaction: 'tx_failed',
    operations: ['op_invalid_limit'],
  })
  await send([payUsd(account, '20'), trust('0')], aliceKey)
  const loaded = await server.loadAccount(alice)
  expect(loaded.subentry_count).toBe(0)
  expect(loaded.balances.map(({ asset_type }) => asset_type)).toEqual(['native'])
})

test('the operation is shown with both sides of the trust', async () => {
  const { send, call, account, alice, aliceKey, trust } = await haveIssuer()
  const { hash } = await send([trust('50')], aliceKey)
  const { body } = await call('GET', `/transactions/${hash}/operations`)
  expect(chainOperationPageSchema.parse(body)._embedded.records).toMatchObject([
    {
      type: 'change_trust',
      type_i: 6,
      asset_type: 'credit_alphanum4',
      asset_code: 'USD',
      asset_issuer: account,
      trustee: account,
      trustor: alice,
      limit: '50.0000000',
    },
  ])
})

test('a holder whom the issuer did not authorise is paid nothing, and is seen not to be authorised', async () => {
  const { send, fail, server, alice, aliceKey, trust, payUsd } = await haveIssuer()
  await send([Operation.setOptions({ setFlags: AuthRequiredFlag })])
  await send([trust()], aliceKey)
  expect(await fail([payUsd(alice, '1')])).toEqual({
    transaction: 'tx_failed',
    operations: ['op_not_authorized'],
  })
  expect((await server.loadAccount(alice)).balances[0]).toMatchObject({
    is_authorized: false,
    is_authorized_to_maintain_liabilities: false,
  })
})

test.each([
  ['allow_trust', 'setTrustLineFlags'],
  ['clawback', 'clawback'],
] as const)('what would use the flags is not simulated, and says so: %s', async (_, name) => {
  const { fail, alice, usd } = await haveIssuer()
  const operations = {
    setTrustLineFlags: Operation.setTrustLineFlags({
      trustor: alice,
      asset: usd,
      flags: { authorized: true },
    }),
    clawback: Operation.clawback({ from: alice, asset: usd, amount: '1' }),
  }
  expect(await fail([operations[name]])).toEqual({
    transaction: 'tx_failed',
    operations: ['op_not_supported'],
  })
})

test('the list of assets says that it is not simulated once somebody trusts one', async () => {
  const { send, call, aliceKey, trust } = await haveIssuer()
  expect((await call('GET', '/assets')).status).toBe(200)
  await send([trust()], aliceKey)
  const { status, headers } = await call('GET', '/assets')
  expect([status, headers.get('x-mock-rule')]).toEqual([404, 'chain/not_simulated'])
})
