import { chainEffectPageSchema } from '@aloha-pi/contracts/chain'
import { Asset, AuthRequiredFlag, Claimant, Keypair, Operation } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { haveSigners } from './have-signers.ts'
import { openStream } from './open-stream.ts'
import { formOf } from './start-chain.ts'

type Sent = Parameters<Awaited<ReturnType<typeof haveSigners>>['send']>[0]

const COMMON = new Set(['_links', 'id', 'paging_token', 'created_at'])

/** The effects of one transaction, without what every record has. */
async function effectsOf(
  chain: Awaited<ReturnType<typeof haveSigners>>,
  operations: Sent,
  signer?: Keypair,
) {
  const { hash } = await chain.send(operations, signer)
  const { body } = await chain.call('GET', `/transactions/${hash}/effects?limit=200`)
  return chainEffectPageSchema.parse(body)._embedded.records.map((record) => {
    const own = Object.entries(record).filter(([name]) => !COMMON.has(name))
    return Object.fromEntries(own)
  })
}

test('a payment credits one account and debits the other', async () => {
  const chain = await haveSigners()
  const { account, alice } = chain
  const moved = { asset_type: 'native', amount: '2.0000000' }
  expect(await effectsOf(chain, [chain.pay('2')])).toEqual([
    { account: alice, type: 'account_credited', type_i: 2, ...moved },
    { account, type: 'account_debited', type_i: 3, ...moved },
  ])
})

test('a new account is created, paid for, and gets its own key', async () => {
  const chain = await haveSigners()
  const destination = Keypair.random().publicKey()
  const create = Operation.createAccount({ destination, startingBalance: '3' })
  expect(await effectsOf(chain, [create])).toEqual([
    { account: destination, type: 'account_created', type_i: 0, starting_balance: '3.0000000' },
    {
      account: chain.account,
      type: 'account_debited',
      type_i: 3,
      asset_type: 'native',
      amount: '3.0000000',
    },
    {
      account: destination,
      type: 'signer_created',
      type_i: 10,
      weight: 1,
      public_key: destination,
      key: '',
    },
  ])
})

test('a sequence that moves is an effect, one that stays is none', async () => {
  const chain = await haveSigners()
  const { account, sequence } = chain
  const bumpTo = String(BigInt(sequence()) + 10n)
  const bump = (to: string) => Operation.bumpSequence({ bumpTo: to })
  expect(await effectsOf(chain, [bump(bumpTo), bump('1')])).toEqual([
    { account, type: 'sequence_bumped', type_i: 43, new_seq: bumpTo },
  ])
})

test('a trustline is created, updated and removed', async () => {
  const chain = await haveSigners()
  const { account, alice, aliceKey } = chain
  const asset = new Asset('PIONEERS', account)
  const trust = (limit: string) => Operation.changeTrust({ asset, limit })
  const named = { asset_type: 'credit_alphanum12', asset_code: 'PIONEERS', asset_issuer: account }
  expect(await effectsOf(chain, [trust('5'), trust('6'), trust('0')], aliceKey)).toEqual([
    { account: alice, type: 'trustline_created', type_i: 20, ...named, limit: '5.0000000' },
    { account: alice, type: 'trustline_updated', type_i: 22, ...named, limit: '6.0000000' },
    { account: alice, type: 'trustline_removed', type_i: 21, ...named, limit: '0.0000000' },
  ])
})

test('set_options changes domain, thresholds, flags and signers, in the order of Horizon', async () => {
  const chain = await haveSigners()
  const { account } = chain
  const [first, second] = [Keypair.random().publicKey(), Keypair.random().publicKey()]
  const signer = (ed25519PublicKey: string, weight: number) =>
    Operation.setOptions({ signer: { ed25519PublicKey, weight } })
  const keyed = (public_key: string, weight: number) => ({ weight, public_key, key: '' })
  const seen = await effectsOf(chain, [
    Operation.setOptions({
      homeDomain: 'pi.example',
      setFlags: AuthRequiredFlag,
      medThreshold: 2,
      masterWeight: 7,
      signer: { ed25519PublicKey: first, weight: 1 },
    }),
    signer(second, 3),
    signer(first, 2),
    signer(first, 2),
    signer(first, 0),
  ])
  const own = { account }
  expect(seen).toEqual([
    { ...own, type: 'account_home_domain_updated', type_i: 5, home_domain: 'pi.example' },
    {
      ...own,
      type: 'account_thresholds_updated',
      type_i: 4,
      low_threshold: 0,
      med_threshold: 2,
      high_threshold: 0,
    },
    { ...own, type: 'account_flags_updated', type_i: 6, auth_required_flag: true },
    { ...own, type: 'signer_updated', type_i: 12, ...keyed(account, 7) },
    { ...own, type: 'signer_created', type_i: 10, ...keyed(first, 1) },
    { ...own, type: 'signer_created', type_i: 10, ...keyed(second, 3) },
    { ...own, type: 'signer_updated', type_i: 12, ...keyed(first, 2) },
    { ...own, type: 'signer_removed', type_i: 11, ...keyed(first, 0) },
  ])
})

test('a claimable balance is created for its claimants and sponsored, then claimed', async () => {
  const chain = await haveSigners()
  const { account, alice, aliceKey, bob, server } = chain
  const claimants = [
    new Claimant(alice),
    new Claimant(bob, Claimant.predicateBeforeRelativeTime('60')),
  ]
  const made = await effectsOf(chain, [
    Operation.createClaimableBalance({ asset: Asset.native(), amount: '4', claimants }),
  ])
  const [{ id: balance_id } = { id: '' }] = (await server.claimableBalances().call()).records
  const balance = { asset: 'native', balance_id, amount: '4.0000000' }
  const moved = { asset_type: 'native', amount: '4.0000000' }
  const forClaimant = { type: 'claimable_balance_claimant_created', type_i: 51, ...balance }
  expect(made).toEqual([
    { account, type: 'claimable_balance_created', type_i: 50, ...balance },
    { account: alice, ...forClaimant, predicate: { unconditional: true } },
    { account: bob, ...forClaimant, predicate: { rel_before: '60' } },
    { account, type: 'account_debited', type_i: 3, ...moved },
    {
      account,
      type: 'claimable_balance_sponsorship_created',
      type_i: 69,
      balance_id,
      sponsor: account,
    },
  ])
  const claim = Operation.claimClaimableBalance({ balanceId: balance_id })
  expect(await effectsOf(chain, [claim], aliceKey)).toEqual([
    { account: alice, type: 'claimable_balance_claimed', type_i: 52, ...balance },
    { account: alice, type: 'account_credited', type_i: 2, ...moved },
    {
      account: alice,
      type: 'claimable_balance_sponsorship_removed',
      type_i: 71,
      balance_id,
      former_sponsor: account,
    },
  ])
})

async function haveEffects() {
  const chain = await haveSigners()
  const { send, build, post, pay, account, alice, aliceKey } = chain
  const own = () => Operation.payment({ destination: account, asset: Asset.native(), amount: '1' })
  const hashes: string[] = []
  for (let turn = 0; turn < 5; turn++) {
    hashes.push((await send([pay('1'), pay('2'), Operation.setOptions({})])).hash)
    await post(formOf(build({ operations: [pay('1000000')] })))
    if (turn % 2 === 0) hashes.push((await send([own()], aliceKey)).hash)
  }
  return { ...chain, hashes, alice }
}

test("Stellar's client reads effects of everyone, an account, a ledger, a transaction, an operation", async () => {
  const { server, alice, hashes, call, url } = await haveEffects()
  const count = async (page: Promise<{ records: unknown[] }>) => (await page).records.length
  const operations = await server.operations().forTransaction(hashes[0]!).call()
  const [first, , empty] = operations.records

  expect(await count(server.effects().limit(200).call())).toBe(5 * 4 + 3 * 2)
  expect(await count(server.effects().forAccount(alice).limit(200).call())).toBe(5 * 2 + 3)
  expect(await count(server.effects().forLedger(2).call())).toBe(4)
  expect(await count(server.effects().forTransaction(hashes[0]!).call())).toBe(4)
  expect(await count(server.effects().forOperation(first!.id).call())).toBe(2)
  expect(await count(server.effects().forOperation(empty!.id).call())).toBe(0)
  expect(await count(server.effects().forOperation('999').call())).toBe(0)
  const [effect] = (await first!.effects()).records
  expect(effect).toMatchObject({ id: `${first!.id.padStart(19, '0')}-0000000001` })
  expect((await effect!.operation!()).id).toBe(first!.id)
  const { body } = await call('GET', `/operations/${first!.id}`)
  const before = await call('GET', body._links.succeeds.href.slice(url.length))
  expect(before.body._embedded.records).toHaveLength(2)
})

test('pages of effects lead through all of them, up and down, for everyone and for one account', async () => {
  const { server, alice } = await haveEffects()
  for (const asked of [
    () => server.effects(),
    () => server.effects().forAccount(alice),
    () => server.effects().forLedger(2),
  ]) {
    const all = (await asked().limit(200).call()).records.map(({ paging_token }) => paging_token)
    for (const limit of [1, 3, 7]) {
      for (const order of ['asc', 'desc'] as const) {
        const found: string[] = []
        let page = await asked().order(order).limit(limit).call()
        while (page.records.length > 0) {
          found.push(...page.records.map(({ paging_token }) => paging_token))
          page = await page.next()
        }
        expect(found).toEqual(order === 'asc' ? all : all.toReversed())
      }
    }
  }
})

test('a cursor of one number is behind the effects of that operation, "now" behind all', async () => {
  const { call, server } = await haveEffects()
  const all = (await server.effects().limit(200).call()).records.map(
    ({ paging_token }) => paging_token,
  )
  const read = async (query: string) =>
    (await call('GET', `/effects?limit=200&${query}`)).body._embedded.records.map(
      ({ paging_token }: { paging_token: string }) => paging_token,
    )
  const [operation] = all[2]!.split('-')
  expect(await read(`cursor=${operation}`)).toEqual(all.slice(4))
  expect(await read(`cursor=${operation}&order=desc`)).toEqual(all.slice(0, 4).toReversed())
  expect(await read(`cursor=${operation}-1`)).toEqual(all.slice(3))
  expect(await read('cursor=now')).toEqual([])
  expect(await read('cursor=now&order=desc')).toEqual(all.toReversed())
})

test('effects of what there is not are missing, and parameters are checked', async () => {
  const { call } = await haveSigners()
  const unknown = Keypair.random().publicKey()
  const paths = [`/accounts/${unknown}`, '/ledgers/99', `/transactions/${'ab'.repeat(32)}`]
  for (const path of paths) expect((await call('GET', `${path}/effects`)).status).toBe(404)
  for (const [query, field] of [
    ['cursor=x', 'cursor'],
    ['cursor=1-2-3', 'cursor'],
    ['cursor=-1', 'cursor'],
    ['order=up', 'order'],
    ['limit=0', 'limit'],
  ]) {
    const { status, body } = await call('GET', `/effects?${query}`)
    expect([status, body.extras.invalid_field]).toEqual([400, field])
  }
})

test('a stream of effects goes on after Last-Event-ID, inside an operation too, and with each ledger', async () => {
  const { url, call, send, pay, alice } = await haveEffects()
  const { body } = await call('GET', `/accounts/${alice}/effects?limit=200`)
  const all = chainEffectPageSchema.parse(body)._embedded.records.map((each) => each.paging_token)
  const path = `${url}/accounts/${alice}/effects?limit=${all.length - 2 + 1}`
  const stream = await openStream(path, { 'last-event-id': all[1]! })
  await stream.next()
  const seen: string[] = []
  while (seen.length < all.length - 2) seen.push((await stream.record()).paging_token)
  expect(seen).toEqual(all.slice(2))

  await send([pay('3')])

  expect(await stream.record()).toMatchObject({ type: 'account_credited', amount: '3.0000000' })
  const refused = await call('GET', '/effects', { headers: { 'last-event-id': '1-2-3' } })
  expect([refused.status, refused.body.extras.invalid_field]).toEqual([400, 'last-event-id'])
})
